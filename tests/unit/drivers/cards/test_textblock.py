from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cards.errors import NotAnIdentityCard
from drivers.cards.idcard import CardType, CardWarning, IdentityCard
from drivers.cards.layout import LAYOUTS, CardText, pack, unpack
from drivers.cards.present import as_data, as_lines
from drivers.cards.textblock import decode, encode

TODAY = date(2026, 1, 1)
RESIDENT = CardText(
    CardType.RESIDENT,
    name="测试甲",
    sex="1",
    ethnic="01",
    birth="19000101",
    address="河北省邯郸市峰峰矿区临水镇模拟村1号",
    number="130406190001010016",
    authority="模拟市公安局模拟分局",
    valid_from="20200101",
    valid_to="长期",
)


def read(text: CardText, today: date = TODAY) -> IdentityCard:
    return decode(pack(text), b"photo", today=today)


def warnings_of(**changes: Any) -> set[CardWarning]:
    return set(read(replace(RESIDENT, **changes)).warnings)


def test_a_resident_card_is_read_item_by_item() -> None:
    card = read(RESIDENT)
    assert card.type is CardType.RESIDENT
    assert (card.name, card.sex, card.ethnic, card.birth) == ("测试甲", "1", "01", date(1900, 1, 1))
    assert (card.address, card.number) == (RESIDENT.address, "130406190001010016")
    assert (card.valid_from, card.valid_to, card.long_term) == (date(2020, 1, 1), None, True)
    assert card.warnings == ()
    assert card.raw_text == pack(RESIDENT)


def test_long_term_lies_on_the_chip_as_the_standard_says() -> None:
    assert pack(RESIDENT)[204:220].hex() == "7f951f67" + "2000" * 6


def test_a_residence_permit_has_its_travel_permit_number_and_no_ethnic_group() -> None:
    card = read(
        CardText(
            CardType.HMT_PERMIT,
            name="测试丁",
            sex="2",
            birth="19000101",
            number="810000190001010021",
            permit_number="H00000001",
            issue_count="01",
            valid_to="20300101",
        )
    )
    assert (card.type, card.permit_number, card.ethnic) == (CardType.HMT_PERMIT, "H00000001", "")
    assert card.valid_to == date(2030, 1, 1)


def test_a_foreigner_of_2017_without_chinese_name_is_called_by_the_english_one() -> None:
    card = read(
        CardText(
            CardType.FOREIGNER_2017,
            english_name="EXAMPLE, PERSON OF NO COUNTRY",
            sex="2",
            number="XXX110000000001",
            nationality="XXX",
            birth="19000101",
            valid_to="20300101",
            authority="1500",
        )
    )
    assert card.name == card.english_name == "EXAMPLE, PERSON OF NO COUNTRY"
    assert (card.number, card.nationality, card.warnings) == ("XXX110000000001", "XXX", ())


def test_a_foreigner_of_2023_has_an_english_name_in_two_parts() -> None:
    name = "EXAMPLE " * 5 + "LASTED"
    card = read(
        CardText(
            CardType.FOREIGNER_2023,
            name="测试戊",
            english_name=name,
            sex="1",
            number="911000190001010016",
            nationality="XXX",
            birth="19000101",
            valid_to="20300101",
        )
    )
    assert len(name) == 46
    assert card.english_name == name
    assert (card.name, card.address, card.ethnic) == ("测试戊", "", "")
    assert CardWarning.SEX_MISMATCH not in card.warnings


@pytest.mark.parametrize("mark", [b"\x00\x00", b" \x00", b"\x00\x30"])
def test_a_blank_type_mark_is_a_resident_card(mark: bytes) -> None:
    block = bytearray(pack(RESIDENT))
    block[248:250] = mark
    card = decode(bytes(block), b"", today=TODAY)
    assert (card.type, card.warnings) == (CardType.RESIDENT, ())


def test_a_new_type_mark_over_a_known_layout_is_read_with_a_warning() -> None:
    block = bytearray(pack(RESIDENT))
    block[248:250] = b"Q\x00"
    assert decode(bytes(block), b"", today=TODAY).warnings == (CardWarning.UNKNOWN_CODE,)


def test_a_card_is_valid_through_its_last_day() -> None:
    text = replace(RESIDENT, valid_to="20260101")
    assert CardWarning.EXPIRED not in read(text, date(2026, 1, 1)).warnings
    assert CardWarning.EXPIRED in read(text, date(2026, 1, 2)).warnings


def test_inconsistent_items_are_warnings_not_refusals() -> None:
    assert warnings_of(number="130406190001010018") == {CardWarning.CHECK_DIGIT}
    assert warnings_of(birth="19000102") == {CardWarning.BIRTH_MISMATCH}
    assert warnings_of(birth="19001301") == {CardWarning.BIRTH_MISMATCH}
    assert warnings_of(sex="2") == {CardWarning.SEX_MISMATCH}
    assert warnings_of(sex="9") == set()
    assert warnings_of(sex="5") == {CardWarning.UNKNOWN_CODE}
    assert warnings_of(ethnic="57") == {CardWarning.UNKNOWN_CODE}
    assert warnings_of(ethnic="97") == set()
    assert warnings_of(number="") == {CardWarning.CHECK_DIGIT, CardWarning.BIRTH_MISMATCH}


def test_a_small_x_is_the_same_number() -> None:
    card = read(replace(RESIDENT, number="13040619000101018x", sex="2"))
    assert (card.number, card.warnings) == ("13040619000101018X", ())


@pytest.mark.parametrize("rare", ["\ue000", "\uf8ff", "\ud800", "\x07", "\x00中"])
def test_a_character_nobody_can_show_becomes_a_mark_and_stays_in_the_raw_block(rare: str) -> None:
    text = replace(RESIDENT, name=f"测{rare}甲")
    card = read(text)
    assert card.name.startswith("测\ufffd")
    assert card.warnings == (CardWarning.RARE_CHARACTER,)
    assert unpack(card.raw_text).name == text.name
    json.dumps(as_data(card), ensure_ascii=False).encode()


@pytest.mark.parametrize("rare", ["㙍", "𬭊"])
def test_a_character_outside_the_common_sets_is_kept_and_pointed_out(rare: str) -> None:
    card = read(replace(RESIDENT, name=f"测{rare}"))
    assert (card.name, card.warnings) == (f"测{rare}", (CardWarning.RARE_CHARACTER,))


def test_a_dotted_name_keeps_its_middle() -> None:
    card = read(replace(RESIDENT, name="测试·甲 乙"))
    assert (card.name, card.warnings) == ("测试·甲 乙", ())


@pytest.mark.parametrize(
    "block",
    [
        b"",
        bytes(255),
        bytes(256),
        b"\xff" * 256,
        " ".encode("utf-16-le") * 128,
        "测".encode("utf-16-le") * 128,
        pack(RESIDENT) + b"\0",
        pack(replace(RESIDENT, number="一三零四零六")),
        pack(CardText(CardType.RESIDENT, number="130406190001010016")),
    ],
)
def test_what_no_identity_card_holds_is_not_one(block: bytes) -> None:
    with pytest.raises(NotAnIdentityCard):
        decode(block, b"", today=TODAY)


@given(st.binary(max_size=300), st.binary(max_size=20))
def test_noise_is_refused_or_read_but_never_breaks(block: bytes, photo: bytes) -> None:
    try:
        card = decode(block, photo, today=TODAY)
    except NotAnIdentityCard:
        return
    json.dumps(as_data(card)).encode()


@given(st.data())
def test_odd_items_on_an_authentic_card_are_read_not_refused(data: st.DataObject) -> None:
    units = {item: sum(n for _, n in parts) // 2 for item, parts in LAYOUTS[CardType.RESIDENT].items()}
    odd = st.characters(max_codepoint=0xFFFF, categories=None)
    item = data.draw(st.sampled_from(sorted(set(units) - {"number", "name"})))
    changes: dict[str, Any] = {item: data.draw(st.text(odd, max_size=units[item]))}
    card = read(replace(RESIDENT, **changes))
    assert card.number == RESIDENT.number
    json.dumps([as_data(card), as_lines(card, show=True)], ensure_ascii=False).encode()


@given(st.sampled_from(CardType), st.data())
def test_packing_and_unpacking_give_the_same_items_back(card_type: CardType, data: st.DataObject) -> None:
    items: dict[str, Any] = {
        item: data.draw(
            st.text(st.characters(max_codepoint=0xFFFF, categories=None), max_size=sum(n for _, n in parts) // 2)
        ).rstrip(" \x00\u3000")
        for item, parts in LAYOUTS[card_type].items()
    }
    text = CardText(card_type, **items)
    assert unpack(pack(text)) == text


@given(
    name=st.text(st.sampled_from("测试甲乙丙丁"), min_size=1, max_size=15),
    birth=st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    address=st.text(st.sampled_from("测试村镇1号𬭊"), max_size=17),
    sex=st.sampled_from("0129"),
    valid_to=st.none() | st.dates(),
)
def test_an_encoded_card_decodes_to_the_same_card(
    name: str, birth: date, address: str, sex: str, valid_to: date | None
) -> None:
    card = replace(
        read(RESIDENT),
        name=name,
        birth=birth,
        address=address,
        sex=sex,
        valid_to=valid_to,
        long_term=valid_to is None,
    )
    again = decode(encode(card), card.raw_photo, today=TODAY)
    same = {f.name for f in fields(IdentityCard)} - {"warnings", "raw_text"}
    assert {item: getattr(again, item) for item in same} == {item: getattr(card, item) for item in same}


def test_an_item_too_long_for_the_chip_is_refused_when_encoding() -> None:
    with pytest.raises(ValueError, match="name"):
        encode(replace(read(RESIDENT), name="测" * 16))
    with pytest.raises(ValueError, match="english_name"):
        encode(replace(read(RESIDENT), english_name="NOT ON THIS CARD"))


def test_neither_repr_holds_identity_data() -> None:
    for text in (repr(read(RESIDENT)), repr(RESIDENT), str(read(RESIDENT))):
        assert "测试甲" not in text
        assert "130406" not in text


def test_lines_for_people_are_masked_unless_shown() -> None:
    card = read(RESIDENT)
    masked, shown = "\n".join(as_lines(card, show=False)), "\n".join(as_lines(card, show=True))
    for secret in ("测试甲", "130406190001010016", "1900-01-01", "模拟村"):
        assert secret not in masked
        assert secret in shown
