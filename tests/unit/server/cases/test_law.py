"""What papers cite is data, and a file that lacks something is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cases.papers import Paper
from server.cases.reasons import FILE, GROUNDS, Ground, LawInvalid, load_law


def test_every_ground_has_words_in_both_languages_and_its_article() -> None:
    assert list(GROUNDS) == list(Ground)
    assert GROUNDS[Ground.N2].paper is Paper.NO_MORE
    assert GROUNDS[Ground.N8].paper == ""


def test_a_law_that_changes_is_changed_in_the_file_alone(tmp_path: Path) -> None:
    file = tmp_path / "law.toml"
    file.write_text(FILE.read_text("utf-8").replace("第三十六条第三款", "第三十七条第一款"), "utf-8")
    assert load_law(file).ground[Ground.N2].article == "《信访工作条例》第三十七条第一款"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[ground.N3]", "[ground.N9]", "N9"),
        ("《信访工作条例》第三十一条", "第三十一条", "ground.N5.article"),
        ('paper = "no_more"', 'paper = "no_mor"', "ground.N2.paper"),
        ("[accepted]", "[accepting]", "accepted"),
        ("version =", "version", "line 3"),
    ],
)
def test_a_file_that_lacks_something_says_what(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = FILE.read_text("utf-8")
    assert before in text
    file = tmp_path / "law.toml"
    file.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(LawInvalid, match=said):
        load_law(file)
