"""What another duty catalogue would have done with the last matters: counts by class and unit, no matter among them.

Accusations and matters that keep anybody away are left out, so that nothing here tells of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, exists, select

from server.cases import sealing
from server.cases.tables import CaseExclusion, PetitionCase
from server.core.work import Work
from server.routing import repository
from server.routing.classify import Guess
from server.routing.rules import Duty, Facts, UnitNode, decide
from server.routing.scheme import classes

#: matters tried at once
MOST = 500


@dataclass(frozen=True, slots=True)
class Move:
    """So many matters of a class would have gone to another unit. "" is the screening desk."""

    category_code: str
    before: str
    after: str
    times: int


@dataclass(frozen=True, slots=True)
class Retrial:
    #: matters tried
    tried: int
    moves: tuple[Move, ...]

    @property
    def moved(self) -> int:
        return sum(move.times for move in self.moves)


def duty_of(row: Mapping[str, str]) -> Duty:
    """Return a duty as routing knows it, from the row of an export."""
    return Duty(
        row["category_code"],
        row["region"],
        row["unit"],
        row["legal_basis"],
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


def retrial(
    work: Work, before: Collection[Mapping[str, str]], after: Collection[Mapping[str, str]], on: date, last: int = MOST
) -> Retrial:
    """Decide the last matters twice, by each catalogue as it stands on that day, from the class that was kept with each:
    what a person corrected counts as corrected."""
    units = repository.unit_tree(work.session)
    catalogues = [[duty_of(row) for row in rows] for rows in (before, after)]
    told: Counter[tuple[str, str, str]] = Counter()
    known: dict[tuple[str, str, str], tuple[str, str]] = {}
    cases = _last(work, last)
    for case in cases:
        asked = (case.category_code, sealing.matter(work.vault, case).place_region, case.hall_region)
        if asked not in known:
            one, other = (_unit(asked, duties, units, on) for duties in catalogues)
            known[asked] = (one, other)
        told[(asked[0], *known[asked])] += 1
    moves = [Move(*which, times) for which, times in told.items() if which[1] != which[2]]
    return Retrial(len(cases), tuple(sorted(moves, key=lambda move: (-move.times, move.category_code))))


def _last(work: Work, last: int) -> Sequence[PetitionCase]:
    away = exists().where(col(CaseExclusion.case_id) == col(PetitionCase.id))
    statement = (
        select(PetitionCase)
        .where(col(PetitionCase.restricted).is_(False), ~away, col(PetitionCase.category_code).in_(list(classes())))
        .order_by(col(PetitionCase.registered_at).desc())
        .limit(last)
    )
    return work.session.exec(statement).all()


def _unit(asked: tuple[str, str, str], duties: Sequence[Duty], units: Mapping[str, UnitNode], on: date) -> str:
    code, place, hall = asked
    facts = Facts((Guess(code, 1.0, 1.0, ()),), (), (), place, hall, frozenset(), on)
    return decide(facts, duties, units, threshold=0.0).unit_code or ""
