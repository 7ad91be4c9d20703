"""Which lines of the form a visitor need not look at one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.bench.examples import line
from kiosk.reading.result import FieldKind
from kiosk.views.form import folds


@pytest.mark.parametrize("kind", [FieldKind.ADDRESS, FieldKind.DATE, FieldKind.ADDRESSEE])
def test_what_was_read_with_certainty_and_needs_no_decision_is_folded_until_it_is_doubtful(kind: FieldKind) -> None:
    assert folds(line(kind, "示例"))
    assert not folds(line(kind, "示例", doubtful=True))


def test_a_place_is_folded_when_it_is_in_the_list_and_stays_where_a_person_chose_it() -> None:
    place = line(FieldKind.PLACE, "示例镇")
    assert not folds(place)
    assert folds(replace(place, normalised="130406101"))
    assert not folds(replace(place, normalised="130406101", confirmed=True))


@pytest.mark.parametrize("kind", [FieldKind.SUMMARY, FieldKind.COMPLAINED_OF, FieldKind.PHONE, FieldKind.REQUEST])
def test_what_the_matter_stands_on_is_always_shown(kind: FieldKind) -> None:
    assert not folds(line(kind, "示例"))
