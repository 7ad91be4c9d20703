"""Weeks and months: named, told apart, compared with the one before and the year before."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analysis import periods
from server.analysis.periods import Period, PeriodKind, PeriodUnknown

DAYS = st.dates(date(2001, 1, 1), date(2198, 12, 31))
KINDS = st.sampled_from(PeriodKind)


@given(DAYS, KINDS)
def test_a_day_lies_in_the_period_that_its_name_leads_back_to(day: date, kind: PeriodKind) -> None:
    found = periods.of(kind, day)
    assert found.begin <= day <= found.end
    assert periods.read(kind, found.name) == found
    assert len(found.days) == (7 if kind is PeriodKind.WEEK else found.end.day)


@given(DAYS, KINDS)
def test_periods_follow_each_other_without_a_gap(day: date, kind: PeriodKind) -> None:
    found = periods.of(kind, day)
    assert (found.begin - found.before().end).days == 1
    assert found.before().after() == found
    assert found.year_before().end < found.begin


def test_the_same_week_a_year_before_goes_by_its_number() -> None:
    week = periods.read(PeriodKind.WEEK, "2026-W53")
    assert week == Period(PeriodKind.WEEK, date(2026, 12, 28), date(2027, 1, 3))
    assert week.year_before().name == "2025-W52"
    assert periods.read(PeriodKind.MONTH, "2028-02").year_before().end == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("week", "2025-W53"), ("week", "2026-11"), ("month", "2026-13"), ("month", "1999-01"), ("month", "")],
)
def test_what_names_no_period_is_refused(kind: str, name: str) -> None:
    with pytest.raises(PeriodUnknown):
        periods.read(PeriodKind(kind), name)
