"""Test cards by name, one for every kind of chip and every oddity that a reader meets. Nobody's data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from drivers.cards.number import check_character
from drivers.cards.simulator.card import SyntheticCard, card_of, sample_card

_BASE: dict[str, Any] = {
    "sex": "男",
    "ethnic": "汉",
    "birth": "1900-01-01",
    "address": "河北省邯郸市峰峰矿区临水镇模拟村1号",
    "authority": "模拟市公安局模拟分局",
    "valid_from": "2020-01-01",
    "valid_to": "长期",
}
_MARK = slice(248, 250)


def _resident(**items: Any) -> SyntheticCard:
    return card_of({**_BASE, "name": "测试甲", "number": "130406190001010016", **items})


def _blank_mark() -> SyntheticCard:
    card = sample_card()
    text = bytearray(card.text)
    text[_MARK] = b"\x00\x00"
    return replace(card, text=bytes(text))


def _permit(name: str, first_17: str, permit: str) -> SyntheticCard:
    items = {"type": "hmt_permit", "name": name, "number": _number(first_17), "permit_number": permit}
    return card_of(_BASE | items | {"issue_count": "01", "valid_to": "2030-01-01", "ethnic": ""})


def _number(first_17: str) -> str:
    return first_17 + check_character(first_17)


def gallery() -> dict[str, SyntheticCard]:
    """Return every test card by the name the console knows."""
    foreigner = {
        "name": "模拟人",
        "sex": "女",
        "birth": "1900-01-01",
        "valid_from": "2024-01-01",
        "valid_to": "2034-01-01",
    }
    return {
        "resident": sample_card(),
        "rare": _resident(name="张㙍䶮"),
        #: a character of the police font set, which has no public code
        "private-use": _resident(name="王\ue863\ue000"),
        "long-name": _resident(name="模拟阿卜杜热合曼模拟麦麦提明甲", ethnic="维吾尔"),
        "ethnic-97": _resident(name="测试丁", ethnic="97"),
        "ethnic-98": _resident(name="测试戊", ethnic="98"),
        "ethnic-unknown": _resident(name="测试己", ethnic="57"),
        "expired": _resident(name="测试庚", valid_from="2010-01-01", valid_to="2020-01-01"),
        "bad-check-digit": _resident(name="测试辛", number="130406190001010018"),
        "wrong-birth": _resident(name="测试壬", birth="1900-01-02"),
        "old-firmware": _blank_mark(),
        "moved": _resident(name="测试癸", extra_addresses=["河北省邯郸市峰峰矿区彭城镇模拟路2号"]),
        "hong-kong": _permit("模拟港", "81000019000101001", "H00000001"),
        "macao": _permit("模拟澳", "82000019000101001", "M00000001"),
        "taiwan": _permit("模拟台", "83000019000101001", "00000001"),
        "foreigner-2017": card_of(
            foreigner
            | {
                "type": "foreigner_2017",
                "english_name": "SIMULATED, PERSON ONE",
                "number": "XXA000000000001",
                "nationality": "CAN",
                "authority": "1500",
                "issue_count": "01",
            }
        ),
        "foreigner-2023": card_of(
            foreigner
            | {
                "type": "foreigner_2023",
                "english_name": "SIMULATED, WITH A NAME OF FORTY SIX CHARACTERS",
                "number": _number("91112419000101002"),
                "nationality": "CAN",
                "issue_count": "01",
            }
        ),
        "no-identity": SyntheticCard(text=bytes(256), photo=bytes(1024), card_number=bytes(28)),
    }
