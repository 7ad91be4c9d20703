"""Who works on a matter asks for more time; the person in charge of the unit decides (Art. 34). Asking moves no limit."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from server.audit import service as audit
from server.cases import deed, dispatch, journal, limits, service, wording
from server.cases.access import Reader
from server.cases.deed import Deed
from server.cases.journal import Step
from server.cases.rules import EventType
from server.cases.steps import extended_before
from server.cases.tables import PetitionCase
from server.core.work import Work
from server.units import service as units
from server.units.tables import PostRole


class MoreTimeRequest(Deed):
    #: of the unit the limit is counted in, as in the extension itself
    days: int = Field(ge=1, le=366)
    reason: str = Field(min_length=5, max_length=500)


def ask(work: Work, who: Reader, case_id: str, body: MoreTimeRequest) -> PetitionCase:
    """Ask whoever is in charge of the unit for more time; they are told, and extend or let it be.

    Raise INVALID_REQUEST for more than the law allows in all, WRONG_STATE where no running limit can be extended, or when
    it was asked already and nothing was decided since.
    """
    case = deed.begin(work, who, case_id, body, EventType.EXTENSION_ASKED, deed.desk)
    steps = journal.history(work.session, work.vault, case.id)
    limit = limits.longer(work, case)
    if limit is None or not limit.running:
        raise deed.wrong_state(
            "没有可以依法延长的办理期限。", "No running limit of this matter can be extended by law."
        )
    if asked(steps):
        raise deed.wrong_state("已经申请延期，等待负责人批准。", "It was asked for; whoever is in charge decides.")
    before = extended_before(steps, limit.rule)
    if before + body.days > limit.most:
        raise deed.invalid(
            f"延长办理期限累计不得超过{limit.words(limit.most)}（{limit.basis}），已延长{limit.words(before)}。",
            f"Extensions add up to at most {limit.most} days; {before} were given.",
            "days",
        )
    said = {"rule": limit.rule, "days": body.days, "length": limit.words(body.days), "reason": body.reason}
    service.record(work, case, EventType.EXTENSION_ASKED, work.now, said)
    people = units.people(work.session, case.holder, PostRole.HEAD, PostRole.LEADER_IN_CHARGE)
    if not case.restricted:
        dispatch.tell(work, case, people, wording.handed_over(work.session, case.number, "批准延期"))
    audit.record(work, "petition.extension_asked", f"case:{case.id}")
    return case


def asked(steps: Sequence[Step]) -> bool:
    """Tell whether more time was asked for and none was given since."""
    last = next((one.type for one in reversed(steps) if one.type in _ANSWERS), None)
    return last is EventType.EXTENSION_ASKED


#: what an asking stands until: more time, or a new beginning
_ANSWERS = frozenset(
    {EventType.EXTENSION_ASKED, EventType.EXTENDED, EventType.REOPENED, EventType.ACCEPTED, EventType.DISPATCHED}
)
