"""Grounds of law in English."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import server
from server.contract.citations import in_english, laws

ROOT = Path(server.__file__).parent


@pytest.mark.parametrize(
    ("basis", "english"),
    [
        ("《信访工作条例》第二十三条第三款", "Regulations on Petitioning, Art. 23(3)"),
        ("《信访工作条例》第二十二条第一款第三项", "Regulations on Petitioning, Art. 22(1) item 3"),
        ("《信访工作条例》第三十六条第一款、第二款", "Regulations on Petitioning, Art. 36(1), (2)"),
        (
            "《人民调解法》第三十三条、《民事诉讼法》第二百零五条",
            "People's Mediation Law, Art. 33; Civil Procedure Law, Art. 205",
        ),
        ("《刑法》第一百三十四条之一", "《刑法》, Art. 134-1"),
        ("《消防法》第三条、第四条", "Fire Protection Law, Art. 3, 4"),
        ("区政府〔2024〕3号文", "区政府〔2024〕3号文"),
        ("", ""),
    ],
)
def test_article_paragraph_and_item_follow_the_name_of_the_law(basis: str, english: str) -> None:
    assert in_english(basis) == english


def test_every_law_a_regime_or_the_demo_catalogue_names_has_an_english_name() -> None:
    with (ROOT / "demo/county/catalogue.csv").open(encoding="utf-8", newline="") as file:
        bases = {row["legal_basis"] for row in csv.DictReader(file)}
    for regime in (ROOT / "clocks/regimes").glob("*.toml"):
        bases |= {rule.get("basis", "") for rule in tomllib.loads(regime.read_text(encoding="utf-8"))["rule"]}
    assert [basis for basis in sorted(bases) if not in_english(basis).isascii()] == []


@given(st.text(alphabet="《》第条款项之、零一十百法abc", max_size=30))
def test_no_wording_of_a_ground_is_an_error(basis: str) -> None:
    assert isinstance(in_english(basis), str)


def test_names_stand_without_the_marks_of_a_title() -> None:
    assert all(name and english.isascii() and "《" not in name for name, english in laws().items())
