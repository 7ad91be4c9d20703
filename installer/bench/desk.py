"""Matters worked through the use cases the routes call, within one process: for measuring what HTTP would hide."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from installer.bench.load import people as _people

if TYPE_CHECKING:
    from server.contract.v1 import RegisterRequest, RegisterResponse
    from server.core.centre import Centre

STEPS = ("register", "acknowledge", "progress")
_TEXT = "工地拖欠我们农民工工资八个月，请求劳动监察部门帮助追讨被拖欠的工资。"


@dataclass
class Times:
    """Milliseconds each step took."""

    of: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})

    def take(self, step: str, began: float) -> None:
        self.of[step].append((time.perf_counter() - began) * 1000)


def rate(job: Callable[[], object], seconds: float, users: int) -> float:
    """Let so many users work for a while; return jobs a second."""
    began = time.perf_counter()

    def work(_: int) -> int:
        done = 0
        while time.perf_counter() - began < seconds:
            job()
            done += 1
        return done

    with ThreadPoolExecutor(users) as pool:
        done = sum(pool.map(work, range(users)))
    return done / (time.perf_counter() - began)


class Desk:
    """One kiosk and one duty officer, working through the use cases the routes call."""

    def __init__(self, centre: Centre) -> None:
        from server.accounts import kiosks
        from server.accounts.tables import Account
        from server.cases import access
        from server.core.database import transaction
        from server.core.work import Work

        self.centre = centre
        self.people = people()
        with transaction(centre.engine, centre.domain) as session:
            kiosk, _ = kiosks.enrol(Work(session, centre, centre.clock(), "system:bench"), "测试终端", "130406")
            self.kiosk, self.region = kiosk.id, kiosk.region
            self.officer = access.reader(session, session.get_one(Account, "renshe.duty"))

    def whole(self, times: Times) -> None:
        """Register, acknowledge, ask for the progress; each a transaction of its own."""
        from server.cases import service
        from server.cases.progress import progress
        from server.core.database import transaction
        from server.core.work import Work

        began = time.perf_counter()
        answer = self.register()
        times.take("register", began)
        began = time.perf_counter()
        with transaction(self.centre.engine, self.centre.domain) as session:
            work = Work(session, self.centre, self.centre.clock(), "account:renshe.duty")
            service.acknowledge(work, self.officer, answer.petition_id)
        times.take("acknowledge", began)
        began = time.perf_counter()
        with transaction(self.centre.engine, self.centre.domain) as session:
            progress(Work(session, self.centre, self.centre.clock(), "public"), answer.number, answer.query_code)
        times.take("progress", began)

    def register(self) -> RegisterResponse:
        import uuid

        from server.cases import service
        from server.core.database import transaction
        from server.core.work import Work

        body = matter_of(next(self.people))
        with transaction(self.centre.engine, self.centre.domain) as session:
            work = Work(session, self.centre, self.centre.clock(), f"kiosk:{self.kiosk}")
            return service.register(work, self.kiosk, self.region, uuid.uuid4().hex, body)


def matter_of(id_number: str) -> RegisterRequest:
    """Return what a kiosk sends for this visitor now."""
    from server.contract.v1 import Matter, Petitioner, RegisterRequest
    from server.core.time import wall_clock

    now = wall_clock()
    return RegisterRequest(
        hall_region="130406",
        visit_started_at=now - timedelta(seconds=100),
        registered_at=now,
        petitioner=Petitioner(name="柳测试", id_number=id_number, sex="1", phone="13800005678"),
        matter=Matter(summary=_TEXT, text=_TEXT),
        notice_version="2026-1",
    )


def people() -> Iterator[str]:
    """Yield synthetic identity numbers."""
    return _people()
