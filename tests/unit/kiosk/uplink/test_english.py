"""What the centre says in English reaches the screen, and an older centre leaves the Chinese."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.uplink.answers import clock_line, suggestion
from server.contract.v1 import Category, ClockKind, ClockState, ClockView, Decision, Outcome
from tests.unit.kiosk.uplink.centre import DECISION

DUE = datetime(2026, 3, 17, tzinfo=UTC)
SAID = Decision(
    outcome=Outcome.DISPATCHED,
    category=Category(code="040202", path=("劳动和社会保障", "工资福利"), path_en=("Labour", "Wages")),
    confidence=0.9,
    reason="因为……",
    reason_en="Because …",
)


def test_category_and_reason_stand_in_both_languages() -> None:
    found = suggestion(SAID)
    assert (found.category, found.category_en) == ("劳动和社会保障 / 工资福利", "Labour / Wages")
    assert (found.reason, found.reason_en) == ("因为……", "Because …")


def test_a_centre_without_english_leaves_the_chinese() -> None:
    found = suggestion(DECISION)
    assert found.reason and found.reason_en == ""


@pytest.mark.parametrize(
    ("state", "met_at", "met", "late"),
    [
        (ClockState.RUNNING, None, False, False),
        (ClockState.MET, DUE, True, False),
        (ClockState.EXPIRED, None, False, True),
        (ClockState.EXPIRED, DUE, True, True),
    ],
)
def test_a_limit_that_was_not_kept_says_so(state: ClockState, met_at: datetime | None, met: bool, late: bool) -> None:
    view = ClockView(
        rule="R3",
        name="书面告知",
        kind=ClockKind.STATUTORY,
        state=state,
        started_at=DUE,
        due_at=DUE,
        met_at=met_at,
        limit="15日",
        legal_basis="《信访工作条例》第二十三条第三款",
    )
    line = clock_line(view)
    assert (line.met, line.late) == (met, late)
    assert line.legal_basis_en == "Regulations on Petitioning, Art. 23(3)"
