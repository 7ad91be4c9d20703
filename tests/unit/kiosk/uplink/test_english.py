"""What the centre says in English reaches the screen, and an older centre leaves the Chinese."""

from __future__ import annotations

from kiosk.uplink.answers import suggestion
from server.contract.v1 import Category, Decision, Outcome
from tests.unit.kiosk.uplink.centre import DECISION

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
