from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.core.errors import DeviceFault
from drivers.scanners import Source
from drivers.scanners.abilities import Abilities, arguments, parse_abilities

SHEETFED = """
All options specific to device `fujitsu:fi-7030:1':
  Standard:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
        Selects the scan source (such as a document-feeder).
    --mode Lineart|Halftone|Gray|Color [Lineart]
    --resolution 50..600dpi (in steps of 1) [600]
    --swdeskew[=(yes|no)] [no]
    --buffermode Default|Off|On [inactive]
  Geometry:
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
    -x 0..215.872mm (in steps of 0.0211639) [215.872]
    -y 0..279.364mm (in steps of 0.0211639) [279.364]
"""


def test_a_sheet_fed_scanner_is_understood() -> None:
    found = parse_abilities(SHEETFED)
    assert found.words("--source") == ["ADF Front", "ADF Back", "ADF Duplex"]
    assert found.words("--resolution") == []
    assert "--buffermode" not in found.options
    assert "--swdeskew" in found.options


@pytest.mark.parametrize(("source", "name"), [(Source.FEEDER, "ADF Front"), (Source.DUPLEX, "ADF Duplex")])
def test_one_side_or_both_is_chosen_by_name(source: Source, name: str) -> None:
    chosen = arguments(parse_abilities(SHEETFED), source, mode="Gray", resolution_dpi=300)
    assert chosen == [f"--source={name}", "--mode=Gray", "--resolution=300", "-x", "210", "-y", "279.364"]


def test_a_scanner_without_glass_says_so() -> None:
    with pytest.raises(DeviceFault, match="ADF Front"):
        arguments(parse_abilities(SHEETFED), Source.FLATBED, mode="Gray", resolution_dpi=300)


def test_an_option_for_the_sides_replaces_a_source_for_them() -> None:
    epson = Abilities({"--source": "Flatbed|Automatic Document Feeder", "--adf-mode": "Simplex|Duplex"})
    assert arguments(epson, Source.DUPLEX, mode="Gray", resolution_dpi=300) == [
        "--source=Automatic Document Feeder",
        "--adf-mode=Duplex",
    ]
    assert arguments(epson, Source.FLATBED, mode="Gray", resolution_dpi=300) == ["--source=Flatbed"]


@pytest.mark.parametrize(
    ("taken", "wanted", "chosen"),
    [
        ("75|150|300|600dpi", 300, "300"),
        ("75|150|400dpi", 300, "400"),
        ("75|150dpi", 300, "150"),
        ("50..200dpi (in steps of 1)", 300, "200"),
        ("400..1200dpi", 300, "400"),
        ("auto|300dpi", 300, "300"),
    ],
)
def test_the_resolution_is_the_wanted_one_or_the_next_finer_or_the_finest(taken: str, wanted: int, chosen: str) -> None:
    found = arguments(Abilities({"--resolution": taken}), Source.FLATBED, mode="Gray", resolution_dpi=wanted)
    assert found == [f"--resolution={chosen}"]


@pytest.mark.parametrize(
    ("modes", "chosen"), [("Color|gray", "gray"), ("24bit Color|True Gray", "True Gray"), ("Color|Lineart", "Color")]
)
def test_the_mode_is_the_wanted_one_or_another_grey_or_the_first(modes: str, chosen: str) -> None:
    found = arguments(Abilities({"--mode": modes}), Source.FLATBED, mode="Gray", resolution_dpi=300)
    assert found == [f"--mode={chosen}"]


def test_a_scanner_without_options_is_asked_for_nothing() -> None:
    assert arguments(parse_abilities(""), Source.FLATBED, mode="Gray", resolution_dpi=300) == []


@given(
    st.text()
    | st.lists(st.sampled_from([*SHEETFED.splitlines(), "    -x 0..", "    --mode |||", "[" * 60])).map("\n".join)
)
def test_any_help_text_gives_options_or_a_typed_refusal(text: str) -> None:
    for source in Source:
        try:
            chosen = arguments(parse_abilities(text), source, mode="Gray", resolution_dpi=300)
        except DeviceFault:
            continue
        assert all("\n" not in argument for argument in chosen)
