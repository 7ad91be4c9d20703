"""Synthetic matters at every stop of their way, in a centre of the demo county, for pictures of its pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from server.core.centre import Centre
    from server.core.work import Work

#: (text of the matter, steps taken with it)
WAGES = "工地拖欠我们农民工工资八个月，一共四万八千六百元，请求劳动监察部门帮助追讨被拖欠的工资。"
UNSURE = "去年反映的那件事一直没有人管，希望有人给一个说法。"
REASON = "该事项涉及施工合同结算，依据三定规定应由住房建设部门牵头，附职责清单第三条。"


@dataclass(frozen=True, slots=True)
class Examples:
    app: FastAPI
    password: str
    #: name of the picture, who looks ("" for anybody), address
    places: tuple[tuple[str, str, str], ...]


@contextmanager
def examples() -> Iterator[Examples]:
    from installer.bench.centre import empty_centre
    from server.app import create_app
    from server.demo import seed

    with empty_centre("") as centre:
        places = _fill(centre)
        # leaders come in with a password alone: their telephones are not in the picture
        app = create_app(centre.settings.model_copy(update={"second_factor": "offered"}))
        yield Examples(app, seed.PASSWORD, places)


def _fill(centre: Centre) -> tuple[tuple[str, str, str], ...]:
    from server.accounts import kiosks
    from server.accounts.tables import Account
    from server.cases import access, disputes, service, steps
    from server.core.database import transaction
    from server.core.work import Work

    with transaction(centre.engine, centre.domain) as session:
        work = Work(session, centre, centre.clock(), "system:pages")
        kiosk, _ = kiosks.enrol(work, "一号终端", "130406")
        terminal = kiosk.id

    def register(key: str, text: str) -> tuple[str, str, str]:
        with transaction(centre.engine, centre.domain) as session:
            return _register(Work(session, centre, centre.clock(), f"kiosk:{terminal}"), terminal, key, text)

    def act(username: str, *done: tuple[object, object], case: str) -> None:
        for step, body in done:
            with transaction(centre.engine, centre.domain) as session:
                work = Work(session, centre, centre.clock(), f"account:{username}")
                who = access.reader(session, session.get_one(Account, username))
                version = access.find(session, who, case).last_seq
                if body is None:
                    service.acknowledge(work, who, case)
                else:
                    step(work, who, case, body.model_copy(update={"version": version}))  # type: ignore[operator,attr-defined]

    fresh, handled, unsure, objected = (
        register(f"example-{n}", text) for n, text in enumerate((WAGES, WAGES, UNSURE, WAGES))
    )
    now = centre.clock()
    act(
        "renshe.duty",
        (None, None),
        (steps.arrive, steps.ArriveRequest(version=0, arrived_at=now)),
        (steps.conclude, steps.ConcludeRequest(version=0, summary="当面核对了工资表和考勤记录。", settled=False)),
        (steps.accept, steps.AcceptRequest(version=0)),
        (steps.note, steps.NoteRequest(version=0, text="已约谈用人单位负责人，要求三日内提交工资台账。")),
        case=handled[0],
    )
    act("renshe.duty", (None, None), case=objected[0])
    act("renshe.duty", (disputes.object_to, disputes.ObjectRequest(version=0, reason=REASON)), case=objected[0])
    duty, desk = "renshe.duty", "xinfang.duty"
    return (
        ("login", "", "/login"),
        ("progress", "", f"/progress?n={fresh[1]}&c={fresh[2]}"),
        ("inbox", duty, "/inbox"),
        ("case-new", duty, f"/cases/{fresh[0]}"),
        ("case-handled", duty, f"/cases/{handled[0]}"),
        ("clocks", duty, f"/cases/{handled[0]}/clocks"),
        ("notices", duty, "/notices"),
        ("account", duty, "/account"),
        ("desk", desk, "/desk"),
        ("desk-objections", desk, "/desk?show=objections"),
        ("case-screening", desk, f"/cases/{unsure[0]}"),
        ("case-objected", desk, f"/cases/{objected[0]}"),
        ("leader", "renshe.leader", "/inbox"),
        ("nowhere", duty, "/nowhere"),
    )


def _register(work: Work, terminal: str, key: str, text: str) -> tuple[str, str, str]:
    """Register a matter of two pages; return its id, number and query code."""
    from server.cases import documents, service
    from server.contract.v1 import Matter, PageRef, Petitioner, RegisterRequest

    pages = []
    for number in range(2):
        data = _page(number)
        name = hashlib.sha256(data).hexdigest()
        documents.store(work, terminal, name, data)
        pages.append(PageRef(sha256=name, text=f"信访材料第 {number + 1} 页\n{text}"))
    body = RegisterRequest(
        hall_region="130406",
        visit_started_at=work.now - timedelta(seconds=95),
        registered_at=work.now,
        petitioner=Petitioner(
            name="柳测试",
            id_number="130406190001010016",
            sex="1",
            birth=date(1900, 1, 1),
            address="峰峰矿区演示小区2栋",
            phone="13800005678",
        ),
        matter=Matter(summary=text, text=text, requests=("追回被拖欠的工资",), place="峰峰矿区演示路1号"),
        pages=tuple(pages),
        notice_version="2026-1",
    )
    answer = service.register(work, terminal, "130406", f"{key}-00000000", body)
    return answer.petition_id, answer.number, answer.query_code


def _page(number: int) -> bytes:
    """A page image: grey lines where handwriting would stand."""
    from PIL import Image

    image = Image.new("RGB", (420, 594), (250, 248, 240))
    for line in range(12):
        image.paste((90, 90, 90 + number), (40, 60 + line * 40, 380 - line * 7, 68 + line * 40))
    data = BytesIO()
    image.save(data, "JPEG")
    return data.getvalue()
