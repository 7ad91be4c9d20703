"""Try a regime out before it is used: each rule from one moment, with every alarm. Nothing is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server.clocks.alarms import Timing, rungs
from server.clocks.calendar import CalendarMissing, WorkCalendar
from server.clocks.course import PLAIN
from server.clocks.ladder import Alarm
from server.clocks.regime import Regime, Rule
from server.clocks.rules import due, provisional_due
from server.clocks.settings import ClockSettings
from server.clocks.terms import in_words


def trial(regime: Regime, rule: Rule, start: datetime | None) -> dict[str, Any]:
    """Return a rule as data; with `start` also its end and the moment of each rung. A limit set for each case has
    none."""
    found: dict[str, Any] = {
        "id": rule.id,
        "name": rule.name,
        "limit": rule.limit,
        "from_event": rule.from_event.value,
        "to_event": rule.to_event.value,
        "legal_basis": rule.basis,
        "alarms": [
            {"when": _when(alarm), "name": alarm.name, "step": alarm.step.value} for alarm in regime.alarms(rule)
        ],
    }
    if start is None or rule.per_case:
        return found
    calendar, hours = WorkCalendar(), ClockSettings().hall_hours
    try:
        end = due(rule, start, calendar, hours)
    except CalendarMissing:
        end = provisional_due(rule, start)
    timing = Timing(rule, regime.alarms(rule), PLAIN, start, end.due_at, end.provisional)
    return found | {
        "due_at": end.due_at.isoformat(),
        "provisional": end.provisional,
        "alarms": [
            {"when": f"{rung.mark}", "name": rung.name, "step": rung.step.value, "at": rung.at.isoformat()}
            for rung in rungs(timing, calendar, hours)
        ],
    }


def _when(alarm: Alarm) -> str:
    if alarm.overdue is not None:
        return f"逾期{in_words(alarm.overdue.amount, alarm.overdue.unit)}"
    return f"{alarm.used}%"
