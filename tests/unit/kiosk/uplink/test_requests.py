"""Nothing a visitor wrote is refused for its form."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kiosk.flow.effects import Register
from kiosk.flow.form import build, change
from kiosk.flow.visit import Page
from kiosk.reading.result import FieldKind, ProposedField
from kiosk.uplink.requests import phone, register_request
from tests.flows.people import LI, MORNING, proposal, text

WORDS = st.text(max_size=30).map(lambda t: t.strip()) | st.sampled_from(
    ("拖欠工资" * 2000, "１３８００００００００", "+86 138")
)
PROPOSALS = st.lists(st.builds(proposal, st.sampled_from(FieldKind), WORDS, doubtful=st.booleans()), max_size=30)


@given(PROPOSALS, WORDS)
def test_whatever_was_read_makes_a_request_of_the_contract(proposals: list[ProposedField], typed: str) -> None:
    form = change(build(tuple(proposals), LI), "summary-0", typed or "概况")
    pages = (Page("one", b"x", "image/jpeg", "0" * 64, text(0, "长" * 30_000)),)
    effect = Register("v", MORNING, MORNING, LI, form, pages, "")
    request = register_request(effect, "130406106", "1")
    assert request.matter.summary
    assert request.petitioner.id_number == LI.id_number


def test_provenance_says_where_a_value_stood_and_whether_it_was_confirmed() -> None:
    form = build((proposal(FieldKind.SUMMARY, "概况"), proposal(FieldKind.SUM, "9元", page=7)), LI)
    pages = (Page("one", b"x", "image/jpeg", "0" * 64, text(0, "概况")),)
    request = register_request(Register("v", MORNING, MORNING, LI, form, pages, ""), "130406106", "1")
    assert [(p.field, p.page, p.confirmed) for p in request.provenance] == [("summary", 0, False)]


def test_a_typed_holder_is_sent_as_unverified() -> None:
    effect = Register(
        "v", MORNING, MORNING, replace(LI, verified=False), change(build((), LI), "summary-0", "概况"), (), ""
    )
    assert not register_request(effect, "130406106", "1").petitioner.verified


def test_full_width_phone_numbers_become_plain() -> None:
    assert phone("电话：１３８－００００ ００００") == "138-0000 0000"
