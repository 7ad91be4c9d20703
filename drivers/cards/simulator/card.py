"""A synthetic identity card: made from named items, read as a real chip would be."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from drivers.cards.codes import ETHNIC_GROUPS, SEXES
from drivers.cards.idcard import CardType
from drivers.cards.layout import PHOTO_SIZE, CardText, pack
from drivers.cards.sam import BaseMessage, build_base_message
from drivers.cards.textblock import ADDRESS_SIZE, MAX_EXTRA_ADDRESSES

#: how every enciphered photo begins ("WLf")
_PHOTO_HEAD = bytes.fromhex("574c66007e00320000ff")
_CODES = {name: code for table in (SEXES, ETHNIC_GROUPS) for code, name in table.items()}
_NO_SEPARATORS = str.maketrans("", "", "-./")
_DATES = ("birth", "valid_from", "valid_to")
_ITEMS = frozenset(item.name for item in fields(CardText)) - {"known_type"}


class CardFileError(ValueError):
    """A card file cannot be used; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class SyntheticCard:
    """A card to lay on a simulated reader."""

    #: 256 bytes
    text: bytes
    #: 1024 bytes
    photo: bytes
    #: 28 bytes: IIN 4, SN 8, DN 16
    card_number: bytes
    #: what 30 03 answers: up to four addresses of 70 bytes, none on most cards
    added_addresses: bytes = b""

    @property
    def virtual_file(self) -> bytes:
        """The 1284 bytes that 30 01 answers with and that FF B0 pages through."""
        return build_base_message(BaseMessage(self.text, self.photo))


def make_card(text: CardText) -> SyntheticCard:
    """Make a card whose photo and chip numbers follow from its text; `CardFileError` when an item is too long."""
    try:
        block = pack(text)
    except ValueError as error:
        raise CardFileError(f"芯片放不下 · Too long for the chip: {error}") from error
    seed = sha256(block).digest()
    return SyntheticCard(text=block, photo=fake_photo(seed), card_number=seed[:28])


def fake_photo(seed: bytes) -> bytes:
    """Return 1024 bytes that begin like an enciphered photo and depict nobody."""
    noise = b"".join(sha256(seed + bytes([i])).digest() for i in range(PHOTO_SIZE // 32))
    return (_PHOTO_HEAD + noise)[:PHOTO_SIZE]


def card_of(items: dict[str, Any]) -> SyntheticCard:
    """Make a card from the items of a card file.

    Keys: name, sex, ethnic, birth, address, number, authority, valid_from, valid_to, type, permit_number,
    english_name, nationality, issue_count, former_link, extra_addresses (a list of up to four). Sex and ethnic group as word or code, dates as YYYY-MM-DD,
    YYYY.MM.DD or YYYYMMDD, `valid_to` also 长期, `type` as a `CardType` value (resident when absent).
    """
    added = _added_addresses(items.get("extra_addresses", []))
    items = {key: value for key, value in items.items() if key != "extra_addresses"}
    unknown = sorted(set(items) - _ITEMS)
    if unknown:
        raise CardFileError(f"不认识的字段 {', '.join(unknown)} · Unknown item; known are: {', '.join(sorted(_ITEMS))}")
    if not all(isinstance(value, str) for value in items.values()):
        raise CardFileError("所有字段都应是文字 · Every item must be a string")
    values = dict(items)
    try:
        card_type = CardType(values.pop("type", CardType.RESIDENT))
    except ValueError as error:
        raise CardFileError(f"type: {', '.join(CardType)}") from error
    for item in ("sex", "ethnic"):
        value = values.get(item, "")
        values[item] = _CODES.get(value, _CODES.get(value.removesuffix("族"), value))
    for item in _DATES:
        values[item] = values.get(item, "").translate(_NO_SEPARATORS)
    return replace(make_card(CardText(type=card_type, **values)), added_addresses=added)


def _added_addresses(addresses: Any) -> bytes:
    if not isinstance(addresses, list) or not all(isinstance(a, str) for a in addresses):
        raise CardFileError("extra_addresses: 应是文字的列表 · A list of strings is expected")
    blank = " ".encode("utf-16-le")
    rows = [address.encode("utf-16-le") for address in addresses]
    if len(rows) > MAX_EXTRA_ADDRESSES or any(len(row) > ADDRESS_SIZE for row in rows):
        raise CardFileError("extra_addresses: 最多四条，每条 35 字 · At most four of 35 characters each")
    return b"".join(row + blank * ((ADDRESS_SIZE - len(row)) // 2) for row in rows)


def load_card(path: Path) -> SyntheticCard:
    """Make a card from a JSON file as `card_of` describes it."""
    try:
        items = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CardFileError(f"{path}: {error}") from error
    if not isinstance(items, dict):
        raise CardFileError(f"{path}: 应是一个 JSON 对象 · A JSON object is expected")
    return card_of(items)


def sample_card() -> SyntheticCard:
    """Return the card that lies ready when nobody names one: nobody's name, born 1900-01-01."""
    return card_of(
        {
            "name": "测试甲",
            "sex": "男",
            "ethnic": "汉",
            "birth": "1900-01-01",
            "address": "河北省邯郸市峰峰矿区临水镇模拟村1号",
            "number": "130406190001010016",
            "authority": "模拟市公安局模拟分局",
            "valid_from": "2020-01-01",
            "valid_to": "长期",
        }
    )
