"""Answers that run late reach the unit, then its leader in charge, then the convenor; at the end itself the author."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from sqlmodel import col, select

from server.cases import alarms as cases
from server.cases.tables import PetitionCase
from server.clocks import workdays
from server.clocks.ladder import Step
from server.core.centre import Centre
from server.core.database import transaction
from server.core.work import Work
from server.instructions import rules, service, told
from server.instructions.tables import Instruction
from server.units import service as units
from server.units.service import PartyAccount
from server.units.tables import PostRole

ACTOR = "system:worker"
#: instructions of one transaction
BATCH = 100
_POSTS: dict[Step, tuple[PostRole, ...]] = {
    Step.REMIND: (PostRole.DUTY_OFFICER, PostRole.HEAD),
    Step.EXPIRED: (PostRole.DUTY_OFFICER, PostRole.HEAD),
    Step.LEADER: (PostRole.DUTY_OFFICER, PostRole.HEAD, PostRole.LEADER_IN_CHARGE),
    Step.CONVENOR: (PostRole.DUTY_OFFICER, PostRole.HEAD, PostRole.LEADER_IN_CHARGE),
    Step.CIRCULAR: (PostRole.DUTY_OFFICER, PostRole.HEAD, PostRole.LEADER_IN_CHARGE),
}


def sweep(centre: Centre) -> int:
    """Hand over every alarm that is due, each once; return how many."""
    done = 0
    while True:
        with transaction(centre.engine, centre.domain) as session:
            taken, held = _batch(Work(session, centre, centre.clock(), ACTOR))
        done += taken
        if not held:
            return done


def _batch(work: Work) -> tuple[int, bool]:
    """Return how many alarms went out, and whether more may wait. Matters somebody is at work on wait for the next round."""
    due = select(Instruction).where(col(Instruction.alarm_at) <= work.now).order_by(col(Instruction.alarm_at))
    found = work.session.exec(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    free = cases.free(work.session, {one.case_id for one in found if one.case_id})
    done = 0
    for one in found:
        if not one.case_id or one.case_id in free:
            done += _climb(work, one, service.of_matter(work, one))
    work.session.flush()
    return done, done > 0 and len(found) == BATCH


def _climb(work: Work, one: Instruction, case: PetitionCase | None) -> int:
    done = 0
    is_workday = partial(workdays.is_workday, work.session)
    while (rung := rules.next_rung(one.since, one.due_at, one.mark, is_workday)) and rung.at <= work.now:
        one.mark = rung.mark
        done += 1
        if rung.step is Step.EXPIRED:
            service.note_overdue(work, one, case)
            told.author(work, one, case, "批示逾期未回复", "可催办或者追问")
        told.people(work, one, case, _reached(work, one, rung.step), f"批示回复{rung.name}", "请尽快回复。")
    service.set_alarm(work.session, one)
    return done


def _reached(work: Work, one: Instruction, step: Step) -> Iterable[PartyAccount]:
    people = {party.account: party for party in units.people(work.session, one.unit, *_POSTS[step])}
    if step in (Step.CONVENOR, Step.CIRCULAR):
        people |= {party.account: party for party in units.conveners(work.session, one.unit)}
    return [party for account, party in people.items() if account != one.author]
