"""How many matters press, by limit and by state, and which press most: counted by the database in one statement.

The counts are those of the lists of `board`, which a leader opens from them. Read-only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import cast, literal, null, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, func

from server.cases import reach
from server.cases.access import Reader, visible
from server.cases.rules import CaseState
from server.cases.tables import PetitionCase
from server.clocks.tables import Clock
from server.core.columns import UtcDateTime
from server.core.database import plan_for_values
from server.supervision.board import NEAR, OPEN, Pressing, midnight, presses


@dataclass(frozen=True, slots=True)
class Figures:
    """`overdue`: matters by the rule of the limit that is over, the most first. `loudest`: ids, by the end of the limit that
    presses most; what is over stands before what is near, and a matter may be both."""

    pressing: Mapping[Pressing, int]
    overdue: Mapping[str, int]
    #: open matters in each state in which somebody still owes something
    states: Mapping[CaseState, int]
    loudest: Sequence[str]


def figures(session: Session, who: Reader, now: datetime, few: int) -> Figures:
    """Return the figures of this reader, with `few` of what is over and of what is near."""
    plan_for_values(session)
    tonight = literal(midnight(now) + timedelta(days=1), UtcDateTime)
    columns: list[Any] = [PetitionCase.id, PetitionCase.state]
    mine = select_columns(*columns).where(reach.opened(), visible(who)).cte("mine")
    limits: list[Any] = [Clock.case_id, Clock.rule, Clock.due_at]
    press = select_columns(*limits).join(mine, mine.c.id == Clock.case_id).where(*presses(now + NEAR)).cte("press")
    is_over = press.c.due_at <= literal(now, UtcDateTime)
    over, near = (func.min(press.c.due_at).filter(one) for one in (is_over, ~is_over))
    ends = select_columns(press.c.case_id, over.label("over"), near.label("near")).group_by(press.c.case_id).cte("ends")
    late = select_columns(press.c.rule, press.c.case_id).where(is_over).distinct().subquery()
    nothing = cast(null(), UtcDateTime)

    def counted(what: str, name: Any, number: Any) -> Any:
        return select_columns(literal(what), name, number, nothing)

    def first(what: str, end: Any) -> Any:
        listed = select_columns(literal(what), ends.c.case_id, literal(0), end).where(end.is_not(None))
        return select_columns(listed.order_by(end, ends.c.case_id).limit(few).subquery())

    every = union_all(
        counted("state", mine.c.state, func.count()).group_by(mine.c.state),
        counted("rule", late.c.rule, func.count()).group_by(late.c.rule),
        counted("press", literal(Pressing.OVERDUE.value), func.count(ends.c.over)),
        counted("press", literal(Pressing.NEAR.value), func.count(ends.c.near)),
        counted("press", literal(Pressing.TODAY.value), func.count().filter(ends.c.near < tonight)).select_from(ends),
        first("over", ends.c.over),
        first("near", ends.c.near),
    )
    found: dict[str, dict[str, int]] = {"state": {}, "rule": {}, "press": {}}
    places: list[tuple[str, datetime, str]] = []
    for what, name, number, end in session.execute(every):
        if what in found:
            found[what][name] = number
        else:
            places.append((what, end, name))
    rules = found["rule"]
    return Figures(
        pressing={one: found["press"][one.value] for one in Pressing},
        overdue={rule: rules[rule] for rule in sorted(rules, key=lambda rule: (-rules[rule], rule))},
        states={state: found["state"][state] for state in OPEN if state in found["state"]},
        # "over" is said before "near"
        loudest=[case_id for _, _, case_id in sorted(places, key=lambda one: (one[0] != "over", *one[1:]))],
    )
