"""What is said at each screen."""

from __future__ import annotations

import pytest

from kiosk.bench.examples import HOLDER, visits
from kiosk.flow.visit import Step, Visit
from kiosk.speech.prompts import moment, prompt, summary
from kiosk.ui.words import Language, catalogue, languages

VISITS = dict(visits())
#: staff stand before these, and nobody before the first
SILENT = {Step.IDLE, Step.ATTENDANT, Step.WAITING}


@pytest.mark.parametrize("language", languages(), ids=str)
@pytest.mark.parametrize("step", [step for step in Step if step not in SILENT])
def test_every_screen_of_a_visitor_says_something(step: Step, language: Language) -> None:
    assert prompt(Visit(step=step, visit_id="v"), catalogue(language))


@pytest.mark.parametrize("name", sorted(VISITS))
def test_no_prompt_names_who_is_there(name: str) -> None:
    words, visit = catalogue(Language.CHINESE), VISITS[name]
    said = prompt(visit, words) + summary(visit, words)
    assert HOLDER.name not in said and HOLDER.id_number not in said and "{" not in said


def test_a_mishap_says_what_to_do() -> None:
    words = catalogue(Language.CHINESE)
    said = prompt(VISITS["mishap-paper_out"], words)
    assert words["mishap_paper_out"] in said and words["mishap_paper_out_next"] in said


@pytest.mark.parametrize("name", [name for name in VISITS if name.startswith(("ask-", "guide-t", "papers-f"))])
def test_every_page_behind_a_door_says_where_one_stands(name: str) -> None:
    """Somebody who cannot read is told what came of asking, not once more how the door is used."""
    visit, words = VISITS[name], catalogue(Language.CHINESE)
    assert prompt(visit, words) not in ("", words[f"voice_{visit.step.value}"])
    assert moment(visit) != moment(VISITS[visit.step.value])


def test_the_matter_is_read_with_who_answers_for_it() -> None:
    visit = VISITS["submit"]
    assert visit.suggestion is not None
    assert visit.suggestion.unit_name in summary(visit, catalogue(Language.CHINESE))


def test_an_idle_screen_is_silent() -> None:
    assert prompt(Visit(), catalogue(Language.CHINESE)) == ""
    assert moment(Visit()) == moment(Visit())
