"""Two workers on many due clocks, one of them killed (SIGKILL) in the middle: each is told once, the oldest first."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.core.centre import Centre

_LOOK = 0.05
_LONGEST = 240.0


def two_workers(centre: Centre, due: int) -> dict[str, Any]:
    """Let two workers handle the clocks of the matters numbered 0 … due - 1, of which the last is the oldest; kill one
    when a third is done. `trouble` holds a sentence for whatever is not as it must be."""
    from server.worker import BATCH

    began = time.monotonic()
    with ExitStack() as workers:
        killed = workers.enter_context(_worker(centre))
        workers.enter_context(_worker(centre))
        _until(lambda: _told(centre) >= due // 3, began)
        killed.kill()
        at_the_kill = _told(centre)
        _until(lambda: _told(centre) >= due, began)
        took = time.monotonic() - began
    order, notices = _what_was_told(centre)
    trouble = [f"matter {one} was told {times} times" for one, times in Counter(order).items() if times > 1]
    trouble += [f"a notice came {times} times: {one}" for one, times in notices.items() if times > 1]
    if len(set(order)) != due:
        trouble.append(f"{len(set(order))} of {due} were told")
    if at_the_kill >= due:
        trouble.append("nothing was left when the worker died: take more")
    # each has a batch in hand, and the batch of the dead one is begun anew
    places = [abs(place - (due - 1 - number)) for place, number in enumerate(order)]
    if max(places) > 4 * BATCH:
        trouble.append(f"a clock was told {max(places)} places from its turn")
    return {
        "crash_seconds": round(took, 2),
        "told_at_the_kill": at_the_kill,
        "told": len(order),
        "notices": notices.total(),
        "most_places_from_its_turn": max(places),
        "trouble": trouble[:5],
    }


@contextmanager
def _worker(centre: Centre) -> Iterator[subprocess.Popen[bytes]]:
    settings = centre.settings
    command = [sys.executable, "-m", "installer.command", "worker", "--data", str(settings.data)]
    command += ["--database", settings.database_url]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def _until(condition: Any, began: float) -> None:
    pause = threading.Event()
    while not condition():
        if time.monotonic() - began > _LONGEST:
            raise click.ClickException(f"{_LONGEST:.0f} s 内没有处理完 · the workers did not get there in time")
        pause.wait(_LOOK)


def _told(centre: Centre) -> int:
    from sqlmodel import func, select

    from server.cases.rules import EventType
    from server.cases.tables import CaseEvent
    from server.core.database import snapshot

    with snapshot(centre.engine) as session:
        told = select(func.count()).select_from(CaseEvent).where(CaseEvent.type == EventType.CLOCK_EXPIRED)
        return session.exec(told).one()


def _what_was_told(centre: Centre) -> tuple[list[int], Counter[tuple[str, str]]]:
    """Return the numbers of the matters in the order in which they were told, and how often whom of what."""
    from sqlmodel import col, select

    from server.cases.rules import EventType
    from server.cases.tables import CaseEvent
    from server.core.database import snapshot
    from server.notify.tables import Notice, NoticeKind

    with snapshot(centre.engine) as session:
        told = select(CaseEvent.case_id).where(CaseEvent.type == EventType.CLOCK_EXPIRED).order_by(col(CaseEvent.id))
        order = [int(case_id, 16) for case_id in session.exec(told)]
        notices = session.exec(
            select(Notice.account, Notice.case_id).where(Notice.kind == NoticeKind.CLOCK_EXPIRED)
        ).all()
    return order, Counter(notices)
