"""A limit is made longer: approved, reasoned, before it ends, and never beyond what the rule allows in total.

Regulations on Petitioning 2022, Art. 34. The text does not say "once": the total is what counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from server.clocks import repository
from server.clocks.advance import lengthen
from server.clocks.book import book_of
from server.clocks.course import Extension
from server.clocks.regime import Extend, Rule
from server.clocks.tables import Clock
from server.contract.v1 import ClockState, ErrorCode
from server.core.errors import HallError


@dataclass(frozen=True, slots=True)
class Extended:
    """The new end, and what follows: with `notice` the petitioner must be told the reason in writing."""

    rule: str
    due_at: datetime
    total_days: int
    notice: bool


def extend(
    session: Session, case_id: str, rule_id: str, *, days: int, at: datetime, approver: str, reason: str
) -> Extended:
    """Extend the running clock of this rule by `days`. The reason is asked for and kept by the matter, not here.

    Raises INVALID_REQUEST for a rule that knows no extension, days beyond the total, a missing approver or reason, and
    WRONG_STATE when no such clock runs or its limit has ended. A refused extension changes nothing.
    """
    book = book_of(session)
    allowed = _allowed(next((rule for _, rule in book.rules(at) if rule.id == rule_id), None), rule_id)
    missing = tuple(name for name, value in (("approver", approver), ("reason", reason)) if not value.strip())
    if missing:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            f"延期须经{allowed.approver}批准并说明理由。",
            "An extension names who approved it and why.",
            "请填写批准人和延期理由 · Give approver and reason.",
            fields=missing,
        )
    clock = _running(session, case_id, rule_id, at)
    total = clock.course.extended_days + days
    if days < 1 or total > allowed.max_days:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            f"延长期限累计不得超过{allowed.max_days}日，已延长{clock.course.extended_days}日。",
            f"Extensions add up to at most {allowed.max_days} days; {clock.course.extended_days} are used.",
            f"最多还可延长{allowed.max_days - clock.course.extended_days}日 · Ask for fewer days.",
            fields=("days",),
        )
    rule = book.rule(clock)
    assert rule is not None, "a rule in force is on file"
    lengthen(book, rule, clock, Extension(days=days, at=at, approver=approver.strip()))
    session.add(clock)
    session.flush()
    return Extended(rule_id, clock.due_at, total, allowed.notice)


def _allowed(rule: Rule | None, rule_id: str) -> Extend:
    if rule is None or rule.extend is None:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            f"时限 {rule_id} 不能延长。",
            f"The limit {rule_id} cannot be extended.",
            "请核对规则编号 · Check the rule.",
            fields=("rule",),
        )
    return rule.extend


def _running(session: Session, case_id: str, rule_id: str, at: datetime) -> Clock:
    found = [clock for clock in repository.of_case(session, case_id) if clock.rule == rule_id and clock.met_at is None]
    if not found:
        raise HallError(
            ErrorCode.WRONG_STATE,
            "该时限没有在计算，不能延长。",
            "This limit is not running, so it cannot be extended.",
            "请刷新后查看 · Reload the page.",
        )
    clock = found[-1]
    if clock.state is not ClockState.RUNNING or (at > clock.due_at and not clock.course.paused):
        raise HallError(
            ErrorCode.WRONG_STATE,
            "时限已经届满，延期应当在届满之前批准。",
            "The limit has ended; an extension is approved before that.",
            "请按逾期办理并说明 · Handle it as overdue.",
        )
    return clock
