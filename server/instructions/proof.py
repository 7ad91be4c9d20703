"""What must hold of every instruction: its state follows from its turns, each turn on a matter stands in the history of
that matter, and an answer that is owed will alarm."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlmodel import select

from server.cases import journal
from server.clocks import workdays
from server.core.work import Work
from server.instructions import rules, words
from server.instructions.rules import State, Turn
from server.instructions.tables import Instruction


def faults(work: Work) -> Iterator[str]:
    """Yield one sentence for each failure."""
    for one in work.session.exec(select(Instruction)).all():
        turns = words.turns(work.session, one.id)
        try:
            state = rules.project(Turn(turn.turn) for turn in turns)
        except KeyError:
            yield f"{one.id}: 批示的经过不可能如此 · its turns cannot follow each other"
            continue
        if state != one.state:
            yield f"{one.id}: 批示状态与经过不符 · the stored state differs from its turns"
        for turn in turns if one.case_id else ():
            said = journal.payload(work.session, work.vault, one.case_id, turn.case_seq)
            if said.get("instruction") != one.id:
                yield f"{one.id}: 批示不在事项的历史中 · a turn is not in the history of its matter"
        rung = rules.next_rung(one.since, one.due_at, one.mark, partial(workdays.is_workday, work.session))
        if state is State.OPEN and rung is not None and one.alarm_at != rung.at:
            yield f"{one.id}: 逾期不会提醒 · will not alarm in time"
