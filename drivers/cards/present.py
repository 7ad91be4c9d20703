"""A card as an office sees it: every item with its word, masked unless shown on purpose."""

from __future__ import annotations

from typing import Any

from drivers.cards.codes import ethnic_name, sex_name
from drivers.cards.idcard import CardType, CardWarning, IdentityCard

TYPES = {
    CardType.RESIDENT: "居民身份证 · Resident identity card",
    CardType.HMT_PERMIT: "港澳台居民居住证 · Residence permit for Hong Kong, Macao and Taiwan residents",
    CardType.FOREIGNER_2017: "外国人永久居留身份证(2017) · Foreign permanent resident card (2017)",
    CardType.FOREIGNER_2023: "外国人永久居留身份证(2023) · Foreign permanent resident card (2023)",
}
WARNINGS = {
    CardWarning.EXPIRED: "证件已过有效期 · The card has expired",
    CardWarning.CHECK_DIGIT: "号码校验位不符 · The number's check digit is wrong",
    CardWarning.BIRTH_MISMATCH: "出生日期与号码不符 · Birth date and number differ",
    CardWarning.SEX_MISMATCH: "性别与号码不符 · Sex and number differ",
    CardWarning.RARE_CHARACTER: "含生僻字，请与卡面核对 · A rare character: compare with the printed card",
    CardWarning.UNKNOWN_CODE: "含未知代码 · A code that is not in the tables",
}


def as_data(card: IdentityCard) -> dict[str, Any]:
    """Return every item of the card in plain JSON types, unmasked; the text block as hex, the photo left out."""
    return {
        "type": card.type.value,
        "name": card.name,
        "sex": card.sex,
        "sex_name": sex_name(card.sex),
        "ethnic": card.ethnic,
        "ethnic_name": ethnic_name(card.ethnic),
        "birth": card.birth.isoformat() if card.birth else None,
        "address": card.address,
        "number": card.number,
        "authority": card.authority,
        "valid_from": card.valid_from.isoformat() if card.valid_from else None,
        "valid_to": "长期" if card.long_term else card.valid_to.isoformat() if card.valid_to else None,
        "permit_number": card.permit_number,
        "english_name": card.english_name,
        "nationality": card.nationality,
        "issue_count": card.issue_count,
        "former_link": card.former_link,
        "warnings": [warning.value for warning in card.warnings],
        "extra_addresses": list(card.extra_addresses),
        "raw_text": card.raw_text.hex(),
    }


def as_lines(card: IdentityCard, *, show: bool) -> list[str]:
    """Return the card in lines for people; without `show` name, number, birth and address are masked."""
    data = as_data(card)
    valid = f"{data['valid_from'] or '?'} – {data['valid_to'] or '?'}"
    ethnic = f"{card.ethnic} {data['ethnic_name']}" if card.ethnic else ""
    rows = [
        ("证件 type", TYPES[card.type]),
        ("姓名 name", card.name if show else masked(card.name, head=1, tail=0)),
        ("英文姓名 English name", card.english_name if show else masked(card.english_name, head=1, tail=0)),
        ("性别 sex", data["sex_name"]),
        ("民族 ethnic group", ethnic),
        ("国籍 nationality", card.nationality),
        ("出生 born", (data["birth"] or "?") if show else "****-**-**"),
        ("住址 address", card.address if show else masked(card.address, head=6, tail=0)),
        *(("追加住址 extra address", row if show else masked(row, head=6, tail=0)) for row in card.extra_addresses),
        ("号码 number", card.number if show else masked(card.number, head=6, tail=2)),
        ("通行证号码 permit", card.permit_number if show else masked(card.permit_number, head=1, tail=2)),
        ("签发机关 authority", card.authority),
        ("有效期 valid", valid),
    ]
    lines = [f"{label}: {value}" for label, value in rows if value]
    return lines + [f"! {WARNINGS[warning]}" for warning in card.warnings]


def masked(text: str, *, head: int, tail: int) -> str:
    """Keep `head` characters at the front and `tail` at the end, stars between."""
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]
