"""One limit asked for by its id, as people at a command line ask: any rule of any regime that ships, from any moment.

Extensions have no rule of their own: R6 is that of R5, A2 of A1, D2 of D1, X3 of X2. R11, R13 and R14 of the Regulations
have no number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.clocks.calendar import WorkCalendar
from server.clocks.course import PLAIN, Course, Extension
from server.clocks.regime import Regime, Rule, Unlimited
from server.clocks.rules import Due, due
from server.clocks.settings import HallHours
from server.clocks.terms import in_words


class RuleUnknown(LookupError):
    """No regime has this rule; the message lists what there is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule with what is asked of it. `extends`: the whole extension is taken."""

    regime: Regime
    rule: Rule
    extends: bool = False

    @property
    def name(self) -> str:
        return f"{self.rule.name}（延期）" if self.extends else self.rule.name

    @property
    def basis(self) -> str:
        return self.rule.extend.basis or self.rule.basis if self.extends and self.rule.extend else self.rule.basis


def find(regimes: tuple[Regime, ...], code: str) -> Asked | tuple[Regime, Unlimited]:
    """Return the rule, or the duty without a number; raise RuleUnknown."""
    for regime in regimes:
        for rule in regime.rule:
            if rule.id == code:
                return Asked(regime, rule)
            if rule.extend and rule.extend.id == code:
                return Asked(regime, rule, extends=True)
        for one in regime.unlimited:
            if one.id == code:
                return regime, one
    raise RuleUnknown(" ".join(known(regimes)))


def known(regimes: tuple[Regime, ...]) -> list[str]:
    """Return every id that can be asked for."""
    found = []
    for regime in regimes:
        found += [rule.id for rule in regime.rule] + [one.id for one in regime.unlimited]
        found += [rule.extend.id for rule in regime.rule if rule.extend and rule.extend.id]
    return found


def compute(asked: Asked, start: datetime, amount: int | None, calendar: WorkCalendar, hours: HallHours) -> Due:
    """Return the end. `amount`: of a limit set for each case the limit, of an extension its days (all when None).

    Raises ValueError for an amount that the rule does not take or that is too long, and what `rules.due` raises.
    """
    rule, course = asked.rule, PLAIN
    if asked.extends and rule.extend:
        days = rule.extend.max_days if amount is None else amount
        if not 1 <= days <= rule.extend.max_days:
            most = in_words(rule.extend.max_days, rule.unit)
            raise ValueError(f"延长不得超过{most} · at most {rule.extend.max_days} days")
        course = Course(extensions=(Extension(days=days, at=start, approver=rule.extend.approver),))
    elif rule.per_case:
        if amount is None:
            raise ValueError("该时限由交办机关指定，请写 --amount · the limit is set for each case: give --amount")
        course = Course(amount=amount)
    elif amount is not None:
        raise ValueError(f"{rule.id} 的期限是固定的 · the limit of {rule.id} is fixed")
    return due(rule, start, calendar, hours, course)
