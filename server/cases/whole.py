"""Matters in full, page by page, for those who hand them on to another system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from server.audit import service as audit
from server.cases import firsts, journal, numbers, repository, sealing
from server.cases.access import Reader, unbarred
from server.cases.coming import Level
from server.cases.firsts import Flags
from server.cases.journal import Step
from server.cases.rules import EventType
from server.cases.tables import CaseRating, PetitionCase
from server.clocks import service as clocks
from server.contract.v1 import ClockKind, ClockView, Decision, Matter, Petitioner
from server.core.ids import Form
from server.core.work import Work

#: matters read at once
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Whole:
    """One matter with everything it says of itself."""

    case: PetitionCase
    petitioner: Petitioner
    matter: Matter
    decision: Decision
    form: Form
    level: Level
    #: number it has where it was raised first
    reference: str
    #: first or repeated, as far as whoever hands it on may know
    flags: Flags
    #: number of the matter it continues
    continues: str
    pages: int
    #: when the next legal limit that is still owed ends
    due_at: datetime | None
    steps: tuple[Step, ...]
    #: office, unit, hall -> level
    ratings: Mapping[str, int]


def registered_at(work: Work, who: Reader, region: str, begin: datetime, end: datetime) -> Iterator[Whole]:
    """Yield the matters the halls of a region registered in `begin <= at < end`, oldest first.

    Never a sealed one, and none that `who` must not learn of. Each reading is recorded, as when somebody opens the file.
    """
    last = ""
    while batch := _batch(work.session, who, region, begin, end, last):
        audit.record_all(work, [("petition.exported", f"case:{case.id}") for case in batch])
        known = firsts.told(work, who, batch)
        limits = clocks.views_of(work.session, [case.id for case in batch], work.now)
        for case in batch:
            yield _whole(work, case, known[case.id], _owed(limits[case.id]))
        begin, last = batch[-1].registered_at, batch[-1].id


def _batch(
    session: Session, who: Reader, region: str, begin: datetime, end: datetime, last: str
) -> Sequence[PetitionCase]:
    at = col(PetitionCase.registered_at)
    mine = and_(
        col(PetitionCase.hall_region).startswith(region, autoescape=True),
        col(PetitionCase.restricted).is_(False),
        unbarred(who),
        at < end,
    )
    # of those registered at one moment, the ones that were not yet given
    later = or_(at > begin, and_(at == begin, col(PetitionCase.id) > last)) if last else at >= begin
    return session.exec(select(PetitionCase).where(mine, later).order_by(at, col(PetitionCase.id)).limit(_BATCH)).all()


def _owed(limits: Iterable[ClockView]) -> datetime | None:
    legal = (one.due_at for one in limits if one.kind is ClockKind.STATUTORY and one.met_at is None)
    return min(legal, default=None)


def _whole(work: Work, case: PetitionCase, flags: Flags, due_at: datetime | None) -> Whole:
    steps = journal.history(work.session, work.vault, case.id)
    came = next((step.payload for step in steps if step.type is EventType.REGISTERED), {})
    former = work.session.get(PetitionCase, flags.continues) if flags.continues else None
    ratings = work.session.exec(select(CaseRating).where(CaseRating.case_id == case.id)).all()
    return Whole(
        case=case,
        petitioner=sealing.petitioner(work.vault, case),
        matter=sealing.matter(work.vault, case),
        decision=sealing.decision(work.vault, case),
        form=numbers.form_of(case.number),
        level=Level(str(came.get("level", Level.COUNTY))),
        reference=str(came.get("reference", "")),
        flags=flags,
        continues=former.number if former else "",
        due_at=due_at,
        pages=len(repository.pages(work.session, case.id)),
        steps=steps,
        ratings={row.subject: row.level for row in ratings},
    )
