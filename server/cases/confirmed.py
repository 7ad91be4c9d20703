"""What people at the desks said a matter is about: what the classifier may learn from.

Only a class that a person chose counts; what the machine proposed and nobody looked at would teach it its own mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from server.cases import journal, sealing
from server.cases.dispatch import accused
from server.cases.rules import EventType
from server.cases.tables import CaseEvent, PetitionCase
from server.core.work import Work
from server.routing import cues

_CATEGORY = "category"
#: place of the event with which the machine sends a matter on at once
_BY_MACHINE = 3


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A matter and the content class (six digits) that a person gave it last."""

    #: as routing is asked about it; not part of repr: a petition is personal
    text: str = field(repr=False)
    category: str
    #: the first matter of the chain it continues: what is told again is no second example
    chain: str


def said(category: str) -> dict[str, Any]:
    """Return what the event of sending a matter on says when a person confirmed or corrected its class."""
    return {_CATEGORY: category}


def confirmed(work: Work) -> Iterator[Confirmed]:
    """Return the matters whose class a person confirmed, opened one at a time.

    Nothing that is sealed, confidential or an accusation is ever among them: words of what is learned stay in the model.
    """
    for case in _sent_by_hand(work.session):
        sent = (
            step for step in journal.history(work.session, work.vault, case.id) if step.type is EventType.DISPATCHED
        )
        chosen = [step.payload[_CATEGORY] for step in sent if _CATEGORY in step.payload]
        matter = sealing.matter(work.vault, case)
        text = "\n".join((matter.summary, matter.text))
        if chosen and not cues.accusation(text, accused(matter)):
            yield Confirmed(text, str(chosen[-1]), _chain(work, case))


def _sent_by_hand(session: Session) -> Sequence[PetitionCase]:
    by_hand = select(CaseEvent.case_id).where(CaseEvent.type == EventType.DISPATCHED, CaseEvent.seq > _BY_MACHINE)
    open_to_learn = (col(PetitionCase.restricted).is_(False), col(PetitionCase.confidential).is_(False))
    statement = select(PetitionCase).where(col(PetitionCase.id).in_(by_hand), *open_to_learn)
    return session.exec(statement.order_by(col(PetitionCase.received_at))).all()


def _chain(work: Work, case: PetitionCase) -> str:
    seen = {case.id}
    while case.continues and case.continues not in seen:
        before = work.session.get(PetitionCase, case.continues)
        if before is None:
            break
        seen.add(before.id)
        case = before
    return case.id
