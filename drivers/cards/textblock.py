"""Text block and photo of a chip -> `IdentityCard`, with warnings for people instead of refusals.

Only a block that no identity card could carry (blank, noise, another kind of file) raises.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from drivers.cards.codes import ETHNIC_GROUPS, SEXES
from drivers.cards.errors import NotAnIdentityCard
from drivers.cards.idcard import CardType, CardWarning, IdentityCard
from drivers.cards.layout import TEXT_SIZE, CardText, pack, unpack, unpack_text
from drivers.cards.number import birth_in, is_consistent, parse_date, sex_in
from drivers.cards.sam import MalformedAnswer

LONG_TERM = "长期"
#: one extra address: 35 characters of UTF-16
ADDRESS_SIZE = 70
MAX_EXTRA_ADDRESSES = 4
_REPLACEMENT = "\ufffd"
_NUMBER_SHAPE = re.compile(r"[0-9A-Za-z]{1,18}")
_CARD_NUMBER_2017 = re.compile(r"[A-Z]{3}[0-9]{12}")


def decode(text: bytes, photo: bytes, *, today: date) -> IdentityCard:
    """Read one card from its 256-byte text block and its photo bytes (kept as they are).

    `today` decides whether the card has expired: it is valid through its last day. Raises `NotAnIdentityCard`.
    """
    if len(text) != TEXT_SIZE:
        raise NotAnIdentityCard()
    raw = unpack(text)
    if not _is_plausible(raw):
        raise NotAnIdentityCard()
    long_term = raw.valid_to.startswith(LONG_TERM)
    chinese_name, english_name = _showable(raw.name), _showable(raw.english_name)
    return IdentityCard(
        type=raw.type,
        # a foreigner may have no Chinese name; the visit still needs one to call the person by
        name=chinese_name or english_name,
        sex=_showable(raw.sex),
        ethnic=_showable(raw.ethnic),
        birth=parse_date(raw.birth),
        address=_showable(raw.address),
        number=raw.number.upper(),
        authority=_showable(raw.authority),
        valid_from=parse_date(raw.valid_from),
        valid_to=None if long_term else parse_date(raw.valid_to),
        long_term=long_term,
        permit_number=_showable(raw.permit_number),
        english_name=english_name,
        nationality=_showable(raw.nationality),
        warnings=_warnings(raw, today),
        raw_text=bytes(text),
        raw_photo=bytes(photo),
        issue_count=_showable(raw.issue_count),
        former_link=_showable(raw.former_link),
    )


def decode_extra_addresses(data: bytes) -> tuple[str, ...]:
    """Read a 30 03 answer: one to four addresses of 70 bytes each; raises `MalformedAnswer` for another size."""
    if len(data) % ADDRESS_SIZE or len(data) > MAX_EXTRA_ADDRESSES * ADDRESS_SIZE:
        raise MalformedAnswer(f"extra addresses of {len(data)} bytes, a multiple of {ADDRESS_SIZE} expected")
    rows = (unpack_text(data[at : at + ADDRESS_SIZE]) for at in range(0, len(data), ADDRESS_SIZE))
    return tuple(_showable(row) for row in rows if row)


def encode(card: IdentityCard) -> bytes:
    """Lay a card out as the 256-byte text block its type has; `ValueError` when an item does not fit its field."""

    def digits(day: date | None) -> str:
        return f"{day:%Y%m%d}".rjust(8, "0") if day else ""

    return pack(
        CardText(
            type=card.type,
            name="" if card.name == card.english_name else card.name,
            sex=card.sex,
            ethnic=card.ethnic,
            birth=digits(card.birth),
            address=card.address,
            number=card.number,
            authority=card.authority,
            valid_from=digits(card.valid_from),
            valid_to=LONG_TERM if card.long_term else digits(card.valid_to),
            permit_number=card.permit_number,
            english_name=card.english_name,
            nationality=card.nationality,
            issue_count=card.issue_count,
            former_link=card.former_link,
        )
    )


def _is_plausible(raw: CardText) -> bool:
    """An authentic block holds an ASCII number; odd ones have at least a name and a birth date."""
    if raw.number:
        return _NUMBER_SHAPE.fullmatch(raw.number) is not None and bool(raw.name or raw.english_name or raw.birth)
    return bool((raw.name or raw.english_name) and parse_date(raw.birth))


def _warnings(raw: CardText, today: date) -> tuple[CardWarning, ...]:
    number, birth = raw.number.upper(), parse_date(raw.birth)
    last_day = parse_date(raw.valid_to)
    with_birth = raw.type is not CardType.FOREIGNER_2017
    # the sequence number tells the sex only where GB 11643 itself rules
    with_sex = raw.type in (CardType.RESIDENT, CardType.HMT_PERMIT) and raw.sex in ("1", "2")
    number_right = is_consistent(number) if with_birth else _CARD_NUMBER_2017.fullmatch(number) is not None
    unknown_ethnic = bool(raw.ethnic) and raw.ethnic not in ETHNIC_GROUPS
    found = {
        CardWarning.EXPIRED: last_day is not None and last_day < today,
        CardWarning.CHECK_DIGIT: not number_right,
        CardWarning.BIRTH_MISMATCH: birth is None or (with_birth and birth != birth_in(number)),
        CardWarning.SEX_MISMATCH: with_sex and sex_in(number) not in (None, raw.sex),
        CardWarning.RARE_CHARACTER: any(map(_is_rare, raw.name + raw.address + raw.authority + raw.english_name)),
        CardWarning.UNKNOWN_CODE: not raw.known_type or raw.sex not in SEXES or unknown_ethnic,
    }
    return tuple(warning for warning, present in found.items() if present)


def _showable(text: str) -> str:
    """Put U+FFFD for what no font, database or JSON text can hold; the raw block keeps the original."""
    return "".join(_REPLACEMENT if _is_unshowable(c) else c for c in text)


def _is_unshowable(character: str) -> bool:
    # Co private use (the police's own font set), Cs half a surrogate pair, Cc control characters, Cn unassigned
    return unicodedata.category(character) in ("Co", "Cs", "Cc", "Cn")


def _is_rare(character: str) -> bool:
    """Say whether a clerk should compare the character with the printed card: unshowable, or outside two-byte GBK."""
    if _is_unshowable(character) or character == _REPLACEMENT:
        return True
    return len(character.encode("gb18030")) > 2
