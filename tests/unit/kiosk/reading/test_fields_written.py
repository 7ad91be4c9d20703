"""Two hundred written petitions of seven layouts and twelve matters, read with errors: what is wrong must be doubtful."""

from __future__ import annotations

import pytest

from kiosk.reading.fields import propose
from kiosk.reading.fields.summary import LONGEST
from kiosk.reading.result import FieldKind
from tests.unit.kiosk.reading.petitions.score import Score, measure
from tests.unit.kiosk.reading.petitions.write import petition


@pytest.fixture(scope="module")
def score() -> Score:
    return measure(range(1, 201))


def test_errors_that_nobody_is_asked_about_are_rarer_than_one_in_two_hundred(score: Score) -> None:
    assert score.silent_rate <= 0.005, score.silent


@pytest.mark.parametrize(
    "kind", [FieldKind.NAME, FieldKind.PHONE, FieldKind.PLACE, FieldKind.SUM, FieldKind.AREA, FieldKind.DATE]
)
def test_most_values_are_found_and_right(score: Score, kind: FieldKind) -> None:
    assert score.right[kind] >= 0.93 * score.wanted[kind]
    assert score.right[kind] >= 0.90 * score.proposed[kind]


def test_co_signers_and_attachments_are_counted(score: Score) -> None:
    assert all(score.counts_right[name] >= 0.95 * score.counts_wanted[name] for name in score.counts_wanted)


def test_a_summary_fits_the_national_layout_and_leaves_the_petitioner_out() -> None:
    for seed in range(1, 61):
        written = petition(seed)
        (summary,) = [field.value for field in propose(written.pages, None) if field.kind is FieldKind.SUMMARY]
        assert 20 <= len(summary) <= LONGEST
        if written.noise == "clean":
            for kind in (FieldKind.NAME, FieldKind.ID_NUMBER, FieldKind.PHONE, FieldKind.ADDRESS):
                assert not any(value in summary for value in written.truth[kind]), (seed, summary)


def test_the_same_seed_writes_the_same_petition() -> None:
    assert petition(5) == petition(5)
