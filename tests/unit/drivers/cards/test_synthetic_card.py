from __future__ import annotations

from datetime import date

import pytest

from drivers.cards.idcard import CardType
from drivers.cards.simulator.card import CardFileError, card_of, sample_card
from drivers.cards.simulator.console import CommandError, parse_fault
from drivers.cards.simulator.faults import Fault, Faults
from drivers.cards.textblock import decode

TODAY = date(2026, 1, 1)


def test_words_and_codes_and_any_date_style_make_the_same_card() -> None:
    words = {"name": "测试甲", "sex": "男", "ethnic": "回族", "birth": "1900.01.01", "valid_to": "长期"}
    codes = {"name": "测试甲", "sex": "1", "ethnic": "03", "birth": "19000101", "valid_to": "长期", "type": "resident"}
    number = {"number": "130406190001010016"}
    assert card_of(words | number) == card_of(codes | number)


def test_the_sample_card_has_the_shape_of_a_chip_and_no_warning() -> None:
    card = sample_card()
    assert (len(card.text), len(card.photo), len(card.card_number), len(card.virtual_file)) == (256, 1024, 28, 1284)
    assert card.photo.startswith(b"WLf\x00")
    assert decode(card.text, card.photo, today=TODAY).warnings == ()


@pytest.mark.parametrize("kind", CardType)
def test_a_card_of_every_type_can_be_made(kind: CardType) -> None:
    card = card_of({"type": kind.value, "name": "测试", "number": "130406190001010016"[:15], "birth": "1900-01-01"})
    assert decode(card.text, card.photo, today=TODAY).type is kind


@pytest.mark.parametrize(
    "items",
    [
        {"nmae": "测试"},
        {"name": "测" * 16},
        {"name": 7},
        {"type": "passport"},
        {"type": "foreigner_2023", "address": "没有住址"},
    ],
)
def test_a_card_file_that_cannot_be_used_says_why(items: dict[str, object]) -> None:
    with pytest.raises(CardFileError, match=r"."):
        card_of(items)


def test_a_fault_strikes_as_often_as_armed_and_in_order() -> None:
    faults = Faults()
    faults.arm(Fault.STATUS, "41", times=2)
    faults.arm(Fault.STATUS, "31")
    assert [faults.take(Fault.STATUS) for _ in range(4)] == ["41", "41", "31", None]


def test_clearing_ends_a_hang() -> None:
    faults = Faults()
    faults.arm(Fault.HANG)
    assert not faults.free.is_set()
    faults.clear()
    assert faults.free.is_set()


@pytest.mark.parametrize(
    ("line", "parsed"),
    [
        ("pull 600", (Fault.PULL, "600", 1)),
        ("status 41 x2", (Fault.STATUS, "41", 2)),
        ("bad-checksum x3", (Fault.BAD_CHECKSUM, "", 3)),
        ("wrong-sw 6F00", (Fault.WRONG_SW, "6F00", 1)),
        ("garbage 00 ff", (Fault.GARBAGE, "00ff", 1)),
        ("pause 0.5", (Fault.PAUSE, "0.5", 1)),
        ("hang", (Fault.HANG, "", 1)),
    ],
)
def test_fault_lines_are_understood(line: str, parsed: tuple[Fault, str, int]) -> None:
    assert parse_fault(line.split(), frozenset(Fault)) == parsed


@pytest.mark.parametrize("line", ["", "x", "pull", "pull ten", "wrong-sw 6f", "status 999", "garbage 0", "hang now"])
def test_fault_lines_with_a_mistake_are_refused(line: str) -> None:
    with pytest.raises(CommandError):
        parse_fault(line.split(), frozenset(Fault))
