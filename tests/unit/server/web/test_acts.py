"""What was typed becomes the request of the JSON interface, or says which field is wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.datastructures import FormData

from server.cases import disputes, steps
from server.cases.choices import Choice
from server.cases.disputes import Principle
from server.web.acts import ACTS
from server.web.acts.form import Unreadable, read

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FINDINGS = [(one.value, "已经就此作出说明") for one in Principle]


def _read(choice: Choice, *said: tuple[str, str]) -> object:
    act = ACTS[choice]
    return read(act.model, act.fields, FormData([("version", "7"), *said]), NOW, act.shape)


def test_the_five_principles_become_one_decision_with_its_assisting_units() -> None:
    units = [("unit", "u-1"), ("assisting", "u-2"), ("assisting", "u-3"), ("reason", "依照法定职责")]
    made = _read(Choice.ARBITRATE, *FINDINGS, *units)
    assert isinstance(made, disputes.ArbitrateRequest)
    assert [one.principle for one in made.weighed] == list(Principle)
    assert (made.version, made.assisting) == (7, ("u-2", "u-3"))


def test_a_principle_left_out_is_named() -> None:
    with pytest.raises(Unreadable) as wrong:
        _read(Choice.ARBITRATE, *FINDINGS[1:], ("unit", "u-1"), ("reason", "依照法定职责"))
    assert set(wrong.value.problems) == {Principle.LAWFUL_DUTY.value}


def test_an_empty_moment_is_now_and_a_typed_one_is_of_the_hall() -> None:
    now, typed = _read(Choice.ARRIVE), _read(Choice.ARRIVE, ("arrived_at", "2026-03-02T09:30:00"))
    assert isinstance(now, steps.ArriveRequest)
    assert isinstance(typed, steps.ArriveRequest)
    assert now.arrived_at == NOW
    assert typed.arrived_at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("days", ["x", "1e9", ""])
def test_days_that_are_no_number_are_marked(days: str) -> None:
    with pytest.raises(Unreadable) as wrong:
        _read(Choice.EXTEND, ("days", days), ("reason", "案情复杂需要鉴定"))
    assert set(wrong.value.problems) == {"days"}
