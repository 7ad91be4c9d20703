from __future__ import annotations

from datetime import date

import pytest

from server.clocks.events import Tag
from server.clocks.regime import FOLDER, RegimeFault, RegimeInvalid, parse_regime, read_regime
from server.clocks.sorts import Season, Sort, sorts_of

TIANJIN = FOLDER / "tianjin12345.toml"


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2025-11-14", False), ("2025-11-15", True), ("2026-01-01", True), ("2026-03-15", True), ("2026-03-16", False)],
)
def test_a_season_passes_the_turn_of_the_year(day: str, holds: bool) -> None:
    heating = Sort(tag=Tag.HEATING_SEASON, classes=("030503",), season=Season(first="11-15", last="03-15"))
    assert bool(sorts_of([heating], "030503", "", date.fromisoformat(day))) is holds


def test_class_or_words_make_a_sort_and_neither_makes_none() -> None:
    known = read_regime(TIANJIN).sort
    day = date(2026, 7, 1)
    assert sorts_of(known, "030514", "", day) == (Tag.UTILITIES,)
    assert sorts_of(known, "", "家里停水，墙面漏电", day) == (Tag.DANGER, Tag.UTILITIES)
    assert sorts_of(known, "040101", "拖欠工资", day) == ()


def test_a_regime_that_does_not_say_which_matters_it_means_is_refused() -> None:
    text = TIANJIN.read_text("utf-8").replace('tag = "danger"', 'tag = "heating_season"')
    with pytest.raises(RegimeInvalid, match=r"\[\[sort\]\].*danger") as refused:
        parse_regime(text.encode(), "own.toml")
    assert refused.value.code is RegimeFault.GAP
