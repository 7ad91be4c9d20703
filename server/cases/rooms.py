"""Whether history and limits of a matter leave room for a step. The step itself asks the same again under its lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from server.cases import assigning, limits, more_time, papers, passes
from server.cases.journal import Step
from server.cases.limits import Limit
from server.cases.papers import Paper
from server.cases.rules import CLOSED, JOINABLE, CaseState
from server.cases.rules import EventType as E
from server.cases.steps import extended_before
from server.cases.tables import PetitionCase
from server.core.work import Work

#: tells whether the step can be taken as far as this matter's history and limits go
Room = Callable[[Work, PetitionCase, Sequence[Step]], bool]

_WINDOW = {CaseState.DELIVERED: Limit.REVIEW_REQUEST, CaseState.REVIEW_DELIVERED: Limit.RECHECK_REQUEST}


def always(_work: Work, _case: PetitionCase, _steps: Sequence[Step]) -> bool:
    return True


def in_state(*states: CaseState) -> Room:
    return lambda _work, case, _steps: CaseState(case.state) in states


def not_merged(_work: Work, case: PetitionCase, _steps: Sequence[Step]) -> bool:
    return CaseState(case.state) is not CaseState.MERGED


def still_open(_work: Work, case: PetitionCase, _steps: Sequence[Step]) -> bool:
    return CaseState(case.state) not in CLOSED


def in_hand(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    """A colleague has it."""
    return bool(case.handler) and still_open(work, case, steps)


def unanswered(_work: Work, case: PetitionCase, _steps: Sequence[Step]) -> bool:
    return CaseState(case.state) in JOINABLE


def open_book(_work: Work, case: PetitionCase, _steps: Sequence[Step]) -> bool:
    """A sealed matter goes into no other one."""
    return not case.restricted


def owing(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    """A limit of an open matter is not met yet, so that its unit can be reminded."""
    return not case.restricted and still_open(work, case, steps) and limits.owed(work, case)


def separable(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    return not case.restricted and unanswered(work, case, steps)


def extendable(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    limit = limits.longer(work, case)
    return limit is not None and limit.running and extended_before(steps, limit.rule) < limit.most


def more_to_ask(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    """More time is possible, and nobody waits for an answer to that."""
    return extendable(work, case, steps) and not more_time.asked(steps)


def objectable(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    return not passes.bound(steps) and limits.running(work, case, Limit.OBJECTION)


def objection_refused(_work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    return passes.refused(steps) == case.holder


def assignable(_work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    return assigning.open_to(case, steps)


def result_awaited(_work: Work, _case: PetitionCase, steps: Sequence[Step]) -> bool:
    return assigning.awaited(steps)


def materials_not_yet_asked(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    asked = any(step.payload.get("paper") == Paper.ONE_TIME_NOTICE for step in steps)
    return unanswered(work, case, steps) and not asked


def in_mediation(_work: Work, _case: PetitionCase, steps: Sequence[Step]) -> bool:
    return passes.last(steps, E.MEDIATION_OPENED, E.MEDIATION_CLOSED) is E.MEDIATION_OPENED


def mediable(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    return separable(work, case, steps) and not in_mediation(work, case, steps)


def agreed(_work: Work, _case: PetitionCase, steps: Sequence[Step]) -> bool:
    """An agreement was reached, and nobody has asked the court to confirm it."""
    closed = [step for step in steps if step.type in (E.MEDIATION_CLOSED, E.JOINT_APPLICATION)]
    return bool(closed) and bool(closed[-1].payload.get("agreed"))


def window_known(work: Work, case: PetitionCase, _steps: Sequence[Step]) -> bool:
    """The time to ask for review has begun; a request after its end is answered with the paper that says so."""
    window = _WINDOW.get(CaseState(case.state))
    return window is not None and limits.latest(work, case, window) is not None


def in_hearing(_work: Work, _case: PetitionCase, steps: Sequence[Step]) -> bool:
    return passes.last(steps, E.HEARING_OPENED, E.HEARING_CLOSED) is E.HEARING_OPENED


def no_hearing(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    return not in_hearing(work, case, steps)


def after_bad_rating(done: E) -> Room:
    return lambda _work, _case, steps: passes.last(steps, E.RATED_BADLY, done) is E.RATED_BADLY


def feedback_owed(_work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    over = CaseState(case.state) in (CaseState.FINAL, CaseState.ARCHIVED)
    return case.restricted and not case.anonymous and over and passes.last(steps, E.FED_BACK) is None


def papers_served(work: Work, case: PetitionCase, _steps: Sequence[Step]) -> bool:
    return papers.all_served(work, case)
