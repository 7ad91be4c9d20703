"""The catalogue is complete in every language, and QML asks for nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.counting import UNREACHABLE
from kiosk.flow.doors.state import Said, Trial
from kiosk.flow.pace import BUDGET
from kiosk.flow.visit import Mishap, Part, PrintState, Question
from kiosk.reading.result import FieldKind
from kiosk.ui.words import FOLDER, Language, catalogue, following, languages
from kiosk.views.identity import Document
from kiosk.views.mishap import picture

VIEWS = FOLDER.parent.parent / "views"
SOURCES = [*FOLDER.parent.glob("*.qml"), *VIEWS.glob("*.qml")]
WORDS = {language: catalogue(language) for language in languages()}


def quoted() -> set[str]:
    """Every quoted name in the QML files, and every Words.main.name."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    return set(re.findall(r'"([a-z]+_?[a-z_]*)"', text)) | set(re.findall(r"Words\.(?:main|side)\.(\w+)", text))


def test_every_language_has_the_same_sentences_with_the_same_places_for_values() -> None:
    places = {
        language: {name: sorted(re.findall(r"\{\d\}", text)) for name, text in words.items()}
        for language, words in WORDS.items()
    }
    assert places[Language.CHINESE] == places[Language.ENGLISH]


@pytest.mark.parametrize("language", languages(), ids=str)
def test_no_sentence_is_empty(language: Language) -> None:
    assert [name for name, text in WORDS[language].items() if not text.strip()] == []


def test_every_sentence_named_in_a_view_exists() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    named = set(re.findall(r'(?:word|title|lead): "(\w+)"$', text, re.MULTILINE))
    assert named
    assert named - set(WORDS[Language.CHINESE]) == set()


def test_every_mishap_question_and_kind_has_its_words() -> None:
    wanted = {f"mishap_{m.value}" for m in Mishap} | {f"mishap_{m.value}_next" for m in Mishap}
    wanted |= {f"question_{q.value}" for q in Question} | {f"kind_{k.value}" for k in FieldKind}
    wanted |= {f"idle_without_{p.value}" for p in Part} | {f"document_{one.value}" for one in Document}
    wanted |= {f"ask_said_{s.value}" for s in Said} | {
        f"sheet_{p.value}" for p in PrintState if p is not PrintState.NONE
    }
    wanted |= {f"pace_{step.value}" for step in BUDGET} | {f"counted_{UNREACHABLE}"}
    wanted |= {f"trial_{t.value}_{end}" for t in Trial for end in ("under_way", "worked", "failed")}
    assert wanted - set(WORDS[Language.CHINESE]) == set()


def test_every_sentence_is_used() -> None:
    made = (
        "mishap_",
        "question_",
        "kind_",
        "form_status_",
        "form_group_",
        "pages_state_",
        "pages_lying_",
        "manual_verdict_",
        "document_",
        "step_",
    )
    made += (
        "earlier_lead_",
        "print_",
        "notice_",
        "form_note_",
        "writing_",
        "idle_without_",
        "rating_level_",
        "staff_",
        "voice_",
    )
    made += (
        *("ask_said_", "ask_state_", "ask_next_", "ask_rate_", "ask_level_", "sheet_", "handed_"),
        *("attendant_try_", "trial_", "device_", "unsent_", "counted_", "pace_"),
    )
    unused = {name for name in WORDS[Language.CHINESE] if not name.startswith(made)} - quoted()
    assert unused == set()


def test_every_pictogram_named_in_a_view_is_drawn() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    drawn = {file.stem for file in (FOLDER.parent / "pictograms").glob("*.svg")}
    assert set(re.findall(r'picture: "(\w+)"', text)) - drawn == set()


@pytest.mark.parametrize("mishap", Mishap)
def test_every_mishap_has_its_picture(mishap: Mishap) -> None:
    assert (FOLDER.parent / "pictograms" / f"{picture(mishap)}.svg").is_file()


def test_another_language_is_another_file(tmp_path: Path) -> None:
    added = Language("mn")
    (tmp_path / "mn.toml").write_text(
        'tool_language = "Монгол"\nidle_start = "Эхлэх"\nattendant_wait = "дутуу"\n', encoding="utf-8"
    )
    assert languages(tmp_path) == (Language.CHINESE, Language.ENGLISH, added)
    assert following(Language.ENGLISH, tmp_path) == added
    assert following(added, tmp_path) == Language.CHINESE
    words = catalogue(added, tmp_path)
    assert words["idle_start"] == "Эхлэх"
    chinese = catalogue(Language.CHINESE)
    assert words["form_next"] == chinese["form_next"], "what it lacks is said in Chinese"
    assert words["attendant_wait"] == chinese["attendant_wait"], "a sentence without room for its value is not used"


@pytest.mark.expect_log("the language bo.toml is left out")
def test_a_language_whose_file_is_wrong_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "bo.toml").write_text("tool_language = ", encoding="utf-8")
    assert languages(tmp_path) == (Language.CHINESE, Language.ENGLISH)
