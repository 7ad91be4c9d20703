"""What must hold of a centre whose processes were killed, compared with what its terminals were told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from server.core.centre import Centre

#: sentences shown of many
_SHOWN = 5


def live_trouble(centre: Centre) -> list[str]:
    """Check everything that must always hold, while others write."""
    return [f"while it was running: {sentence}" for sentence in _failures(centre)]


def account(centre: Centre, told: set[str]) -> dict[str, Any]:
    """Hand over what is still due, then compare what is stored with the ids of the matters the terminals were `told` of.
    Nobody else works on the database any more."""
    from sqlmodel import col, select

    from server.cases import journal
    from server.cases.rules import EventType
    from server.cases.tables import CaseEvent, PetitionCase
    from server.clocks.tables import Clock
    from server.contract.v1 import ClockState
    from server.core.database import snapshot
    from server.worker import sweep_round

    swept = sweep_round(centre)
    trouble = _failures(centre)
    with snapshot(centre.engine) as session:
        stored = session.exec(select(PetitionCase.id)).all()
        numbers = session.exec(select(PetitionCase.number)).all()
        over = session.exec(select(CaseEvent.case_id).where(CaseEvent.type == EventType.CLOCK_EXPIRED)).all()
        fired = Counter(
            (case_id, step.payload["rule"], step.payload["due_at"])
            for case_id in set(over)
            for step in journal.history(session, centre.vault, case_id)
            if step.type is EventType.CLOCK_EXPIRED
        )
        expired = session.exec(select(Clock.id).where(Clock.state == ClockState.EXPIRED)).all()
        waiting = session.exec(select(Clock.id).where(col(Clock.alarm_at) < centre.clock())).all()
    trouble += [f"acknowledged and not stored: {one}" for one in sorted(told - set(stored))]
    trouble += [f"stored and not acknowledged: {one}" for one in sorted(set(stored) - told)]
    trouble += [f"a number given twice: {one}" for one, times in Counter(numbers).items() if times > 1]
    trouble += [f"a clock told {times} times: {one[0]} {one[1]}" for one, times in fired.items() if times > 1]
    if len(expired) != len(fired):
        trouble.append(f"{len(expired)} clocks ran out, {len(fired)} were told")
    return {
        "cases": len(stored),
        "clocks_fired": len(fired),
        "of_them_after_the_end": swept.expired,
        "clocks_waiting": len(waiting),
        "trouble": trouble[:_SHOWN],
    }


def _failures(centre: Centre) -> list[str]:
    from server.core.database import snapshot
    from server.core.work import Work
    from server.invariants.every import failures

    with snapshot(centre.engine) as session:
        session.info.update(centre.domain)
        return [str(failure) for failure in failures(Work(session, centre, centre.clock(), "system:bench"))]
