"""Who will be responsible, as it is said before handing in."""

from __future__ import annotations

from dataclasses import replace

from kiosk.bench.examples import EARLIER, SUGGESTION, visits
from kiosk.flow.closing import at_submit
from kiosk.flow.events import SubmitAsked
from kiosk.views.receipt import ReceiptModel
from kiosk.views.submit import SubmitModel

VISIT = dict(visits())["submit-continued"]


def in_hand(number: str, unit: str) -> str:
    model = SubmitModel(lambda: EARLIER[0].registered_at)
    model.show(replace(VISIT, continues=number, suggestion=replace(SUGGESTION, unit_name=unit)))
    return str(model.property("inHand"))


def test_who_has_the_matter_that_is_continued_is_named_where_the_machine_would_ask_somebody_else() -> None:
    assert in_hand(EARLIER[1].number, EARLIER[0].unit_name) == EARLIER[1].unit_name
    assert in_hand(EARLIER[1].number, EARLIER[1].unit_name) == ""
    assert in_hand("", EARLIER[0].unit_name) == ""


def test_a_matter_handed_in_in_english_gets_a_slip_in_english_too() -> None:
    model = SubmitModel(lambda: EARLIER[0].registered_at)
    model.show(VISIT)
    said: list[SubmitAsked] = []
    model.happened.connect(said.append)
    model.send("en")
    model.sendSigned([], "zh")
    assert [one.locale for one in said] == ["en", "zh"]
    handed, _ = at_submit(VISIT, said[0])
    assert handed.english


def test_a_sealed_matter_shows_no_code_that_would_open_nothing() -> None:
    model = ReceiptModel()
    shown = dict(visits())
    model.show(shown["receipt-sealed"])
    assert model.property("sealed")
    model.show(shown["receipt-printed"])
    assert not model.property("sealed")
