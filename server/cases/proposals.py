"""Where the duty catalogue should be mended: the same objection was right at least twice."""

from __future__ import annotations

from sqlalchemy import exists, func, select
from sqlmodel import col

from server.audit import service as audit
from server.cases.access import Reader, visible
from server.cases.tables import CaseExclusion, ObjectionWon, PetitionCase, ProposalAnswer
from server.contract.v1.base import Answer, AwareDatetime
from server.core.errors import not_found
from server.core.work import Work
from server.units import service as units

#: once may be the matter's own fault; twice is the catalogue's
ENOUGH = 2


class Proposal(Answer):
    """Matters of this class were sent to one unit and belonged to another."""

    category_code: str
    sent_to: str
    sent_to_name: str
    belongs_to: str
    belongs_to_name: str
    times: int
    last_at: AwareDatetime
    #: the command that mends it
    remedy: str


class Proposals(Answer):
    items: tuple[Proposal, ...]


def note(work: Work, case: PetitionCase, objector: str) -> None:
    """Remember that `objector` was right: the matter is now with somebody else."""
    if objector and objector != case.holder:
        work.session.add(
            ObjectionWon(
                case_id=case.id,
                seq=case.last_seq,
                category_code=case.category_code,
                sent_to=objector,
                belongs_to=case.holder,
                won_at=work.now,
            )
        )
        work.session.flush()


def proposals(work: Work, who: Reader) -> Proposals:
    """Return what matters known to this reader say about the catalogue; a matter closed to them counts for nothing."""
    times = func.count()
    what = (col(ObjectionWon.category_code), col(ObjectionWon.sent_to), col(ObjectionWon.belongs_to))
    statement = (
        select(*what, times, func.max(ObjectionWon.won_at))
        .join(PetitionCase, col(PetitionCase.id) == col(ObjectionWon.case_id))
        .where(visible(who))
        .group_by(*what)
        .having(times >= ENOUGH)
        .order_by(times.desc(), col(ObjectionWon.category_code))
    )
    return Proposals(items=tuple(_proposal(work, *row) for row in work.session.execute(statement).all()))


def for_catalogue(work: Work) -> Proposals:
    """Return what the administrator of the catalogue is told, who never sees a matter: accusations and matters that keep
    anybody away count for nothing, nor does what was answered already and did not happen again."""
    times = func.count()
    what = (col(ObjectionWon.category_code), col(ObjectionWon.sent_to), col(ObjectionWon.belongs_to))
    away = exists().where(col(CaseExclusion.case_id) == col(ObjectionWon.case_id))
    statement = (
        select(*what, times, func.max(ObjectionWon.won_at))
        .join(PetitionCase, col(PetitionCase.id) == col(ObjectionWon.case_id))
        .where(col(PetitionCase.restricted).is_(False), ~away)
        .group_by(*what)
        .having(times >= ENOUGH)
        .order_by(times.desc(), col(ObjectionWon.category_code))
    )
    found = [_proposal(work, *row) for row in work.session.execute(statement).all()]
    return Proposals(items=tuple(one for one in found if one.times > _answered(work, one)))


def answer(work: Work, category: str, sent_to: str, belongs_to: str, *, accepted: bool) -> None:
    """Take or leave a proposal. Raise NOT_FOUND for one there is not."""
    which = (category, sent_to, belongs_to)
    open_ones = {(one.category_code, one.sent_to, one.belongs_to): one for one in for_catalogue(work).items}
    if which not in open_ones:
        raise not_found()
    row = ProposalAnswer(
        category_code=category,
        sent_to=sent_to,
        belongs_to=belongs_to,
        accepted=accepted,
        times=open_ones[which].times,
        at=work.now,
    )
    work.session.merge(row)
    audit.record(work, f"catalogue.proposal_{'taken' if accepted else 'left'}", f"category:{category}")


def _answered(work: Work, one: Proposal) -> int:
    """How many objections there were when it was answered last."""
    row = work.session.get(ProposalAnswer, (one.category_code, one.sent_to, one.belongs_to))
    return row.times if row else 0


def _proposal(work: Work, category: str, sent_to: str, belongs_to: str, times: int, last_at: AwareDatetime) -> Proposal:
    return Proposal(
        category_code=category,
        sent_to=sent_to,
        sent_to_name=_name(work, sent_to),
        belongs_to=belongs_to,
        belongs_to_name=_name(work, belongs_to),
        times=times,
        last_at=last_at,
        remedy=f"请核对责任清单中类别 {category} 的承办单位 · Check category {category} in the duty catalogue.",
    )


def _name(work: Work, code: str) -> str:
    found = units.ref(work.session, code)
    return found.name if found else code
