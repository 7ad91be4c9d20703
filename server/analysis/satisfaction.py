"""Who took part in rating and how satisfied they are: each rate a named formula with its version.

Only matters registered for the first time are rated in these figures, without accusations and those led to other lawful
ways (满意度评价办法 2014). Whoever may rate has thirty days; then the matter counts as due and unrated (超期未评价). Two
formulas of 参评满意率 are in use, and neither is official: say which one a figure comes from.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, assert_never

from sqlmodel import Session, col, func, select

from server.cases.rating import Subject
from server.cases.rules import CaseState, EventType
from server.cases.tables import CaseEvent, CaseRating, PetitionCase

WINDOW: Final = timedelta(days=30)
#: levels of the national layout
_SATISFIED, _FAIR, _UNSATISFIED = 0, 1, 3
_PLACES = 10_000
#: not rated: it went another lawful way, or goes on as another matter
_ELSEWHERE = (CaseState.NOT_ACCEPTED, CaseState.MERGED)


class Formula(StrEnum):
    #: 参评率 = 已评价 ÷ 应评价
    TAKING_PART = "taking-part-1"
    #: 群众满意率 = (满意 + 基本满意) ÷ 已评价
    SATISFIED = "satisfied-1"
    #: 参评满意率 = 参评率 × 满意率
    BOTH = "taking-part-satisfied-1"
    #: 参评满意率 = (满意 + 基本满意 + 超期未评价) ÷ 应评价 × (满意 + 基本满意 + 不满意) ÷ 应评价
    BOTH_UNRATED_SATISFIED = "taking-part-satisfied-unrated-1"


@dataclass(frozen=True, slots=True)
class Rated:
    """Matters, by what was said of one subject; `unrated`: their thirty days are over."""

    satisfied: int = 0
    fair: int = 0
    unsatisfied: int = 0
    unrated: int = 0

    @property
    def rated(self) -> int:
        return self.satisfied + self.fair + self.unsatisfied

    @property
    def due(self) -> int:
        return self.rated + self.unrated


def rate(formula: Formula, of: Rated) -> Decimal | None:
    """Return the rate with four decimals, half rounded up; None where there is nothing to divide by: that is not 0."""
    good = of.satisfied + of.fair
    match formula:
        case Formula.TAKING_PART:
            found = _share(of.rated, of.due)
        case Formula.SATISFIED:
            found = _share(good, of.rated)
        case Formula.BOTH:
            # the ratings given cancel out: with none of them nobody is satisfied, and the rate is 0
            found = _share(good, of.due)
        case Formula.BOTH_UNRATED_SATISFIED:
            found = _share((good + of.unrated) * of.rated, of.due * of.due)
        case _:
            assert_never(formula)
    return None if found is None else _rounded(found)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _rounded(value: Fraction) -> Decimal:
    # a fraction is exact: a decimal in between could fall on the other side of the half
    scaled = value * _PLACES
    up = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(up) / _PLACES).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def rated(session: Session, subject: Subject, begin: datetime, end: datetime, now: datetime) -> Rated:
    """Count the matters that could be rated from `begin` on and before `end`: the office by when it was registered, the
    unit by when its result was delivered. Raise ValueError for the hall, which is rated on another scale."""
    match subject:
        case Subject.OFFICE:
            since = select(PetitionCase.id, col(PetitionCase.registered_at).label("since")).subquery()
        case Subject.UNIT:
            case_id, at = col(CaseEvent.case_id), func.min(col(CaseEvent.at)).label("since")
            delivered: Any = select(case_id.label("id"), at).where(CaseEvent.type == EventType.RESULT_DELIVERED)
            since = delivered.group_by(case_id).subquery()
        case Subject.HALL:
            raise ValueError("the hall is rated in five levels")
        case _:
            assert_never(subject)
    wanted = (
        select(since.c.since, CaseRating.level)
        .select_from(since)
        .join(PetitionCase, col(PetitionCase.id) == since.c.id)
        .outerjoin(CaseRating, (col(CaseRating.case_id) == since.c.id) & (col(CaseRating.subject) == subject))
        .where(since.c.since >= begin, since.c.since < end)
        .where(
            col(PetitionCase.first_here), col(PetitionCase.repeat).is_(False), col(PetitionCase.restricted).is_(False)
        )
        .where(col(PetitionCase.state).not_in(_ELSEWHERE))
    )
    found = Counter[int | str](
        "unrated" if level is None else level
        for moment, level in session.exec(wanted).all()
        if level is not None or moment + WINDOW < now
    )
    return Rated(found[_SATISFIED], found[_FAIR], found[_UNSATISFIED], found["unrated"])
