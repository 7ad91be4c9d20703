"""Where the duty catalogue should be mended: the same objection was right at least twice."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlmodel import col

from server.cases.access import Reader, visible
from server.cases.tables import ObjectionWon, PetitionCase
from server.contract.v1.base import Answer, AwareDatetime
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
