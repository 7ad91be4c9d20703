"""Rates of satisfaction: both formulas in use, and nothing where nobody could rate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from server import cli
from server.analysis.satisfaction import Formula, Rated, rate, rated
from server.cases.rating import Subject
from tests.contract.hall import MORNING, WANG, Hall, open_hall, registered, registration

_many = st.integers(0, 10_000)


@pytest.mark.parametrize("formula", Formula)
def test_with_nobody_to_rate_there_is_no_rate_and_not_none_satisfied(formula: Formula) -> None:
    assert rate(formula, Rated()) is None


@pytest.mark.parametrize(
    ("formula", "of", "expected"),
    [
        (Formula.TAKING_PART, Rated(5, 2, 1, 2), "0.8000"),
        (Formula.SATISFIED, Rated(5, 2, 1, 2), "0.8750"),
        (Formula.BOTH, Rated(5, 2, 1, 2), "0.7000"),
        # (5 + 2 + 2) / 10 x (5 + 2 + 1) / 10
        (Formula.BOTH_UNRATED_SATISFIED, Rated(5, 2, 1, 2), "0.7200"),
        # half is rounded up: 1 / 32 = 0.03125
        (Formula.BOTH, Rated(1, 0, 0, 31), "0.0313"),
        (Formula.BOTH, Rated(0, 0, 0, 4), "0.0000"),
        (Formula.BOTH_UNRATED_SATISFIED, Rated(0, 0, 0, 4), "0.0000"),
    ],
)
def test_the_formulas_of_the_trade(formula: Formula, of: Rated, expected: str) -> None:
    assert rate(formula, of) == Decimal(expected)


@given(_many, _many, _many, _many)
def test_a_rate_lies_between_nothing_and_all(good: int, fair: int, bad: int, unrated: int) -> None:
    for formula in Formula:
        found = rate(formula, Rated(good, fair, bad, unrated))
        assert found is None or 0 <= found <= 1


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "data") as hall:
        yield hall


def test_who_may_still_rate_is_not_counted_yet_and_who_let_it_pass_is(hall: Hall) -> None:
    kiosk = hall.kiosk()
    first = registered(kiosk, "row-0000-0001", registration())
    registered(kiosk, "row-0000-0002", registration(petitioner=WANG))
    # a repeat is not rated
    registered(kiosk, "row-0000-0003", registration(petitioner=WANG))
    said = {"number": first.number, "query_code": first.query_code, "subject": "office", "level": 1}
    answer = hall.http.post("/api/v1/ratings", json=said)
    assert answer.status_code == 200, answer.text
    window = (MORNING - timedelta(days=1), MORNING + timedelta(days=1))
    with hall.session() as session:
        assert rated(session, Subject.OFFICE, *window, hall.clock()) == Rated(fair=1)
        assert rated(session, Subject.UNIT, *window, hall.clock()) == Rated()
        later = hall.clock.forward(days=31)
        assert rated(session, Subject.OFFICE, *window, later) == Rated(fair=1, unrated=1)
    words = ["figures", "satisfaction", "--from", "2026-03-01", "--to", "2026-03-03", "--json"]
    done = CliRunner().invoke(cli.admin, [*words, "--data", str(hall.centre.settings.data)])
    assert done.exit_code == 0, done.output
    shown = json.loads(done.output.splitlines()[-1])
    assert shown["office"]["taking-part-1"] in ("0.5000", "1.0000")
    assert shown["unit"]["taking-part-satisfied-1"] is None
