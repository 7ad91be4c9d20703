"""Letters in, words out: over the real list, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.writing.lexicon import build, plain, prepare
from kiosk.writing.pinyin import LIMIT, Speller


@pytest.fixture(scope="module")
def speller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speller]:
    file = tmp_path_factory.mktemp("words") / "pinyin.sqlite"
    build(file)
    with Speller(file) as opened:
        yield opened


@pytest.mark.parametrize(
    ("letters", "word", "within"),
    [
        ("nongmin", "农民", 1),
        ("gongzi", "工资", 3),
        ("zhengdi", "征地", 3),
        ("cunweihui", "村委会", 1),
        ("wo", "我", 1),
        ("zhang", "张", 5),
        ("lv", "吕", 12),
        ("nvren", "女人", 1),
        ("xian", "西安", 24),
        ("nm", "农民", 6),
        ("buchang", "补偿", 3),
        ("xinfang", "信访", 8),
    ],
)
def test_a_spelled_word_stands_where_a_person_sees_it(speller: Speller, letters: str, word: str, within: int) -> None:
    found = speller.candidates(letters)
    assert word in [candidate.text for candidate in found[:within]]
    assert next(c.letters for c in found if c.text == word) == len(letters)


def test_the_beginning_of_a_long_row_can_be_chosen_and_says_how_many_letters_it_used(speller: Speller) -> None:
    found = {c.text: c.letters for c in speller.candidates("womencundegongzi")}
    assert found["我们"] == len("women")
    assert found["我"] == len("wo")


def test_an_unfinished_word_is_guessed(speller: Speller) -> None:
    assert "村委会" in [c.text for c in speller.candidates("cunweih")]


@given(st.text(max_size=80))
def test_whatever_is_typed_gives_a_short_list_without_repeats(speller: Speller, letters: str) -> None:
    found = speller.candidates(letters)
    assert len(found) <= LIMIT
    assert len({c.text for c in found}) == len(found)
    assert all(0 < c.letters <= len(letters) for c in found)


@pytest.mark.parametrize(("syllable", "typed"), [("nǚ", "nv"), ("lüè", "lve"), ("zhōng", "zhong"), ("ḿ", "m")])
def test_tones_go_and_u_with_dots_is_v(syllable: str, typed: str) -> None:
    assert plain(syllable) == typed


def test_the_list_is_made_by_a_process_of_its_own_and_found_the_next_time(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "pinyin.sqlite"
    made = prepare(file).stat().st_mtime_ns
    assert prepare(file).stat().st_mtime_ns == made
    assert [found.name for found in file.parent.iterdir()] == [file.name]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="Pinyin"):
        prepare(tmp_path / "cache" / "pinyin.sqlite")
