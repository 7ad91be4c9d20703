"""What is chosen in a form, and how a report names its rows, stands in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from server.analysis.definitions import DEFINITIONS, DEFINITIONS_EN, KINDS, RATED, ROUTES
from server.contract import names
from server.contract.v1.terminals import DeviceHealth
from server.web.acts import ACTS
from server.web.guard import ROLE_TEXTS
from server.web.pages.admin import looks, records, terminals

EVERY = [words for act in ACTS.values() for field in act.fields for _, words in field.options]


@pytest.mark.parametrize("words", sorted({*EVERY, *looks.KINDS.values(), *looks.POSTS.values()}))
def test_an_option_says_it_in_both_languages(words: str) -> None:
    assert " · " in names.both(words)


@pytest.mark.parametrize("known", [ROLE_TEXTS, records.KINDS, terminals.DEVICES, ROUTES, KINDS, RATED])
def test_every_name_of_these_has_its_english(known: dict[str, str]) -> None:
    assert [words for words in known.values() if not names.in_english(words)] == []


def test_every_part_a_terminal_reports_has_its_name() -> None:
    assert set(get_args(DeviceHealth.model_fields["name"].annotation)) == terminals.DEVICES.keys()


def test_what_has_no_english_here_stays_alone_and_every_definition_is_said_twice() -> None:
    assert names.both("演示区住房和城乡建设局") == "演示区住房和城乡建设局"
    assert DEFINITIONS_EN.keys() == DEFINITIONS.keys()
