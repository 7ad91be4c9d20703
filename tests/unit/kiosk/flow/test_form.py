"""From proposals to a form, and from a form to what is registered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.flow.form import build, change, complete, confirm, remove, statement, unsettled
from kiosk.flow.visit import Form, FormField
from kiosk.reading.result import FieldKind, Source
from tests.flows.people import LI, proposal


def line(form: Form, kind: FieldKind) -> FormField:
    return next(f for f in form.fields if f.kind is kind)


def test_the_card_wins_over_the_paper_and_says_what_the_paper_said() -> None:
    form = build((proposal(FieldKind.NAME, "李祥本"),), LI)
    name = line(form, FieldKind.NAME)
    assert (name.value, name.source, name.confirmed) == (LI.name, Source.CARD, True)
    assert "李祥本" in name.remark
    assert sum(f.kind is FieldKind.NAME for f in form.fields) == 1


def test_a_paper_that_agrees_with_the_card_needs_no_remark() -> None:
    assert line(build((proposal(FieldKind.ID_NUMBER, " " + LI.id_number),), LI), FieldKind.ID_NUMBER).remark == ""


def test_a_summary_is_always_asked_for() -> None:
    form = build((), LI)
    assert line(form, FieldKind.SUMMARY).value == ""
    assert not complete(form)
    assert complete(change(form, "summary-0", "路灯不亮"))


def test_doubtful_lines_come_first() -> None:
    form = build(
        (proposal(FieldKind.SUMMARY, "概况"), proposal(FieldKind.SUM, "3万元", doubtful=True)),
        LI,
    )
    assert form.fields[0].kind is FieldKind.SUM
    assert [f.kind for f in unsettled(form)] == [FieldKind.SUM]
    assert unsettled(confirm(form, form.fields[0].field_id)) == ()


def test_several_requests_stay_several_and_equal_ones_become_one() -> None:
    form = build(tuple(proposal(FieldKind.REQUEST, v) for v in ("补发工资", "赔偿损失", "补发工资")), LI)
    assert statement(form).requests == ("补发工资", "赔偿损失")


def test_of_two_phones_the_surer_one_is_shown() -> None:
    form = build(
        (proposal(FieldKind.PHONE, "13800000000", doubtful=True), proposal(FieldKind.PHONE, "13900000000")), LI
    )
    assert statement(form).phone == "13900000000"


def test_removing_the_only_line_of_a_kind_everybody_has_empties_it() -> None:
    form = build((proposal(FieldKind.PLACE, "样本村", normalised="130406104"),), LI)
    assert statement(form).place_region == "130406104"
    emptied = remove(form, "place-0")
    assert statement(emptied).place == ""
    assert line(emptied, FieldKind.PLACE).value == ""


def test_a_typed_place_no_longer_has_the_code_of_the_old_one() -> None:
    form = build((proposal(FieldKind.PLACE, "样本村", normalised="130406104"),), LI)
    typed = statement(change(form, "place-0", "别的村"))
    assert (typed.place, typed.place_region) == ("别的村", "")


def test_name_and_number_are_not_typed_over() -> None:
    form = build((), LI)
    assert change(form, "name-0", "别人") == form
    assert remove(form, "name-0") == form


_proposals = st.lists(
    st.builds(
        proposal,
        st.sampled_from(FieldKind),
        st.sampled_from(("甲", "乙", "13800000000", "")),
        doubtful=st.booleans(),
    ),
    max_size=12,
).map(tuple)


@given(_proposals, _proposals)
def test_ids_are_unique_and_confirmed_values_survive_a_second_proposal(
    first: tuple[object, ...], second: tuple[object, ...]
) -> None:
    form = build(first, LI)  # type: ignore[arg-type]
    for field in form.fields:
        form = confirm(form, field.field_id)
    again = build(second, LI, form)  # type: ignore[arg-type]
    ids = [f.field_id for f in again.fields]
    assert len(ids) == len(set(ids))
    kept = {(f.kind, f.value) for f in again.fields}
    assert {(f.kind, f.value) for f in form.fields if f.value} <= kept
