"""The decision: narrowest duty, place, dates, confidence, and never the complained-of."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.contract.v1 import Outcome
from server.routing.classify import Guess
from server.routing.rules import Duty, Facts, RoutingDecision, UnitNode, decide
from server.routing.scheme import classes
from server.units.rules import UnitFacts, with_subordinates

DAY = date(2026, 11, 21)
LONG_AGO = date(2020, 1, 1)
UNITS = {
    code: UnitNode(code, f"单位{code}", parent)
    for code, parent in [
        ("top", ""),
        ("labour", "top"),
        ("farm", "top"),
        ("town", "top"),
        ("old", "top"),
        ("desk", "farm"),
    ]
}
DUTIES = [
    Duty("04", "", "labour", "《劳动法》第九条", LONG_AGO),
    Duty("01", "", "farm", "《农业法》第九条", LONG_AGO),
    Duty("0101", "", "desk", "《农村土地承包法》第十二条", LONG_AGO),
    Duty("0101", "130406100", "town", "《农村土地承包法》第五十五条", LONG_AGO),
    Duty("0704", "", "old", "旧", LONG_AGO, date(2024, 12, 31)),
    Duty("0704", "", "labour", "新", date(2025, 1, 1)),
    Duty("99", "", "gone", "", LONG_AGO),
]


def guess(code: str, confidence: float = 0.9, score: float = 10) -> Guess:
    return Guess(code, score, confidence, ("关键词",))


def ask(
    *guesses: Guess,
    place: str = "130406100",
    hall: str = "130406",
    excluded: frozenset[str] = frozenset(),
    accusation: tuple[str, ...] = (),
    lawsuit: tuple[str, ...] = (),
    on: date = DAY,
) -> RoutingDecision:
    return decide(Facts(guesses, accusation, lawsuit, place, hall, excluded, on), DUTIES, UNITS, 0.45)


def test_the_reason_says_what_by_which_words_by_which_law_and_who() -> None:
    found = ask(guess("040202"))
    assert found.outcome is Outcome.DISPATCHED
    assert found.unit_code == "labour"
    assert found.reason.zh == (
        "因为您反映的是“人力资源和社会保障—工资发放”方面的问题（关键词：关键词），依据《劳动法》第九条，由单位labour负责。"
    )
    assert found.legal_basis == "《劳动法》第九条"
    assert found.category is not None
    assert found.category.path == ("劳动和社会保障", "工资福利", "工资发放")


def test_matters_of_the_village_go_to_the_township_of_the_place() -> None:
    assert ask(guess("010101")).unit_code == "town"
    assert ask(guess("010101"), place="130406100901").unit_code == "town"
    assert ask(guess("010101"), place="130406101").unit_code == "desk"


def test_an_unknown_place_is_taken_to_lie_where_the_hall_is() -> None:
    assert ask(guess("010101"), place="", hall="130406100").unit_code == "town"
    assert ask(guess("010101"), place="130406", hall="130406100").unit_code == "town"
    assert ask(guess("010101"), place="", hall="130406").unit_code == "desk"


def test_a_matter_of_another_district_is_not_given_to_a_unit_here() -> None:
    found = ask(guess("040202"), place="130403")
    assert (found.outcome, found.unit_code) == (Outcome.SCREENING, None)


@pytest.mark.parametrize(("on", "unit"), [(date(2024, 12, 31), "old"), (date(2025, 1, 1), "labour")])
def test_the_catalogue_of_the_day_decides(on: date, unit: str) -> None:
    assert ask(guess("070400"), on=on).unit_code == unit


def test_low_confidence_goes_to_a_person_with_proposals() -> None:
    found = ask(guess("040202", 0.44), guess("010101", 0.3, 9))
    assert (found.outcome, found.unit_code) == (Outcome.SCREENING, None)
    assert found.alternatives == ("labour", "town")
    assert "把握不足" in found.reason.zh


def test_nothing_understood_goes_to_a_person() -> None:
    found = ask()
    assert (found.outcome, found.confidence) == (Outcome.SCREENING, 0.0)
    assert found.category is not None
    assert found.category.code == "990000"


@pytest.mark.parametrize(("code", "words"), [("130103", "没有本地负责"), ("990100", "已经撤销")])
def test_a_class_nobody_answers_for_goes_to_a_person_and_says_so(code: str, words: str) -> None:
    found = ask(guess(code))
    assert found.outcome is Outcome.SCREENING
    assert words in found.reason.zh


def test_an_accusation_is_sealed_before_any_routing() -> None:
    found = ask(guess("040202"), accusation=("受贿",))
    assert (found.outcome, found.unit_code, found.category, found.alternatives) == (Outcome.RESTRICTED, None, None, ())
    assert "第三十条" in found.reason.zh


def test_a_complained_of_unit_is_passed_over_for_the_next_duty() -> None:
    found = ask(guess("010101"), excluded=frozenset({"town"}))
    assert found.unit_code == "desk"
    assert "回避" in found.reason.zh
    assert "town" not in found.reason.zh


def test_without_another_duty_the_superior_has_it() -> None:
    found = ask(guess("040202"), excluded=frozenset({"labour"}))
    assert found.unit_code == "top"
    assert "上一级" in found.reason.zh


def test_when_all_are_complained_of_a_person_decides() -> None:
    found = ask(guess("040202"), excluded=frozenset({"labour", "top"}))
    assert (found.outcome, found.unit_code) == (Outcome.SCREENING, None)
    assert "回避" in found.reason.zh


def test_courts_are_mentioned_when_the_text_does() -> None:
    assert "按法律程序办理" in ask(guess("040202"), lawsuit=("判决",)).reason.zh


codes = st.sampled_from(["01", "0101", "010101", "04", "0402", "040202"])
names = [f"u{n}" for n in range(8)]


@st.composite
def organisations(draw: st.DrawFn) -> dict[str, UnitNode]:
    parents = ["", *(draw(st.sampled_from(names[:n])) for n in range(1, len(names)))]
    return {code: UnitNode(code, f"单位{code}", parent) for code, parent in zip(names, parents, strict=True)}


duties = st.builds(
    Duty, codes, st.sampled_from(["", "130406", "130406100"]), st.sampled_from([*names, "gone"]), st.just("法"), st.just(LONG_AGO)
)  # fmt: skip
guesses = st.builds(
    Guess, st.sampled_from(["010101", "040202", "130103"]), st.floats(1, 20), st.floats(0, 1), st.just(("词",))
)


@given(
    organisations(),
    st.lists(duties, max_size=12),
    st.lists(guesses, max_size=3),
    st.frozensets(st.sampled_from(names), max_size=3),
    st.sampled_from(["", "130406", "130406100", "130406101"]),
    st.booleans(),
)
def test_the_complained_of_and_all_below_them_are_never_named(
    units: dict[str, UnitNode],
    catalogue: list[Duty],
    found: list[Guess],
    complained_of: frozenset[str],
    place: str,
    accused: bool,
) -> None:
    organisation = [UnitFacts(unit.code, unit.parent, (unit.name,), False) for unit in units.values()]
    excluded = with_subordinates(complained_of, organisation)
    facts = Facts(tuple(found), ("受贿",) if accused else (), (), place, "130406100", excluded, DAY)
    decision = decide(facts, catalogue, units, 0.45)
    named = {decision.unit_code, *decision.alternatives} - {None}
    assert not named & excluded
    assert named <= set(units)
    assert not any(units[code].name in decision.reason.zh for code in excluded)
    assert (decision.unit_code is not None) is (decision.outcome is Outcome.DISPATCHED)
    assert decision.unit_code not in decision.alternatives
    assert decision.excluded == excluded
    assert accused is (decision.outcome is Outcome.RESTRICTED)


def test_the_reason_stands_in_english_beside_with_the_article() -> None:
    assert ask(guess("040202")).reason.en == (
        "Because this is a matter of “Labour and social security: Payment of wages” (words found: 关键词), "
        "单位labour is responsible, according to Labour Law, Art. 9."
    )
    doubtful = ask(guess("040202", confidence=0.2), lawsuit=("判决",)).reason.en
    assert "not sure enough" in doubtful and "Art. 22" in doubtful and doubtful.endswith("Art. 31).")
    assert "discipline inspection organ" in ask(guess("040202"), accusation=("贪污",)).reason.en


def test_every_class_has_its_name_in_english() -> None:
    for known in classes().values():
        assert len(known.path_en) == len(known.path)
        assert all(name and name.isascii() for name in known.path_en), known
