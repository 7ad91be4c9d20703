"""A limit is made longer: approved, reasoned, before it ends, and never beyond what the rule allows in total.

Regulations on Petitioning 2022, Art. 34; 行政复议法 Art. 62(1), 政府信息公开条例 Art. 33(2), 行政许可法 Art. 42(1). None
of the texts says "once": the total is what counts.
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
from server.clocks.terms import Unit, in_words
from server.contract.v1 import ClockKind, ClockState, ErrorCode
from server.core.errors import HallError


@dataclass(frozen=True, slots=True)
class Longer:
    """A limit that the law lets be made longer, in days of its own unit."""

    rule: str
    unit: Unit
    most: int
    #: the law that allows it
    basis: str
    #: it has not ended; a limit that stands still has not
    running: bool

    def words(self, days: int) -> str:
        """10日, 10个工作日."""
        return in_words(days, self.unit)


@dataclass(frozen=True, slots=True)
class Extended:
    """The new end, and what follows: with `notice` the petitioner must be told the reason in writing."""

    rule: str
    due_at: datetime
    total_days: int
    notice: bool


def longer(session: Session, case_id: str, at: datetime) -> Longer | None:
    """Return the limit of this matter that can be made longer, running or over: one of law before a promise, then the
    last begun. None when nothing of the kind was begun, or it was met."""
    book = book_of(session)
    open_now = [clock for clock in repository.of_case(session, case_id) if clock.met_at is None]
    for clock in sorted(open_now, key=lambda one: (one.kind is ClockKind.STATUTORY, one.started_at), reverse=True):
        rule = book.rule(clock)
        if rule is not None and rule.extend is not None:
            return Longer(
                rule=rule.id,
                unit=rule.unit,
                most=rule.extend.max_days,
                basis=rule.extend.basis or rule.basis,
                running=_runs(clock, at),
            )
    return None


def extend(
    session: Session, case_id: str, rule_id: str, *, days: int, at: datetime, approver: str, reason: str
) -> Extended:
    """Extend the running clock of this rule by `days` of its unit. The reason is asked for and kept by the matter, not here.

    Raises INVALID_REQUEST for a rule that knows no extension, days beyond the total, a missing approver or reason, and
    WRONG_STATE when no such clock runs or its limit has ended. A refused extension changes nothing.
    """
    book = book_of(session)
    rule, allowed = _allowed(next((rule for _, rule in book.rules(at) if rule.id == rule_id), None), rule_id)
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
            f"延长期限累计不得超过{in_words(allowed.max_days, rule.unit)}，已延长{clock.course.extended_days}日。",
            f"Extensions add up to at most {allowed.max_days} days; {clock.course.extended_days} are used.",
            f"最多还可延长{allowed.max_days - clock.course.extended_days}日 · Ask for fewer days.",
            fields=("days",),
        )
    held = book.rule(clock)
    assert held is not None, "a rule in force is on file"
    lengthen(book, held, clock, Extension(days=days, at=at, approver=approver.strip()))
    session.add(clock)
    session.flush()
    return Extended(rule_id, clock.due_at, total, allowed.notice)


def _allowed(rule: Rule | None, rule_id: str) -> tuple[Rule, Extend]:
    if rule is None or rule.extend is None:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            f"时限 {rule_id} 不能延长。",
            f"The limit {rule_id} cannot be extended.",
            "请核对规则编号 · Check the rule.",
            fields=("rule",),
        )
    return rule, rule.extend


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
    if not _runs(clock, at):
        raise HallError(
            ErrorCode.WRONG_STATE,
            "时限已经届满，延期应当在届满之前批准。",
            "The limit has ended; an extension is approved before that.",
            "请按逾期办理并说明 · Handle it as overdue.",
        )
    return clock


def _runs(clock: Clock, at: datetime) -> bool:
    return clock.state is ClockState.RUNNING and (at <= clock.due_at or clock.course.paused is not None)
