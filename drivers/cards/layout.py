"""Where each item lies in the 256-byte text block (GA/T 490): UTF-16LE, padded with spaces, type mark at offset 248.

`unpack` and `pack` move strings and judge nothing; what the strings mean is the matter of `textblock`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.cards.idcard import CardType

TEXT_SIZE = 256
PHOTO_SIZE = 1024
_MARK_OFFSET = 248
#: what older firmware and sloppy issuers leave behind a value
_PADDING = " \x00\u3000"

#: item -> parts as (byte offset, byte length); an English name on the 2023 card continues in a second part
Layout = dict[str, tuple[tuple[int, int], ...]]

_RESIDENT: Layout = {
    "name": ((0, 30),),
    "sex": ((30, 2),),
    "ethnic": ((32, 4),),
    "birth": ((36, 16),),
    "address": ((52, 70),),
    "number": ((122, 36),),
    "authority": ((158, 30),),
    "valid_from": ((188, 16),),
    "valid_to": ((204, 16),),
}
LAYOUTS: dict[CardType, Layout] = {
    CardType.RESIDENT: _RESIDENT,
    CardType.HMT_PERMIT: _RESIDENT | {"permit_number": ((220, 18),), "issue_count": ((238, 4),)},
    CardType.FOREIGNER_2017: {
        "english_name": ((0, 120),),
        "sex": ((120, 2),),
        "number": ((122, 30),),
        "nationality": ((152, 6),),
        "name": ((158, 30),),
        "valid_from": ((188, 16),),
        "valid_to": ((204, 16),),
        "birth": ((220, 16),),
        "issue_count": ((236, 4),),
        "authority": ((240, 8),),
    },
    CardType.FOREIGNER_2023: {
        "name": ((0, 30),),
        "sex": ((30, 2),),
        "issue_count": ((32, 4),),
        "birth": ((36, 16),),
        "english_name": ((52, 70), (220, 22)),
        "number": ((122, 36),),
        "valid_from": ((188, 16),),
        "valid_to": ((204, 16),),
        "nationality": ((242, 6),),
        "former_link": ((250, 6),),
    },
}
_MARKS = {
    CardType.RESIDENT: " ",
    CardType.HMT_PERMIT: "J",
    CardType.FOREIGNER_2017: "I",
    CardType.FOREIGNER_2023: "Y",
}


@dataclass(frozen=True, slots=True)
class CardText:
    """The items of a text block as bare strings, right-trimmed; lone surrogates stand for themselves.

    An item that the layout of `type` does not have is "".
    """

    type: CardType
    name: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    ethnic: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    authority: str = field(default="", repr=False)
    valid_from: str = field(default="", repr=False)
    valid_to: str = field(default="", repr=False)
    permit_number: str = field(default="", repr=False)
    english_name: str = field(default="", repr=False)
    nationality: str = field(default="", repr=False)
    #: 签发次数, 换证次数 or card version, two digits
    issue_count: str = field(default="", repr=False)
    #: three characters that link to the former 15-character number
    former_link: str = field(default="", repr=False)
    #: False when the type mark is none of the known ones; the layout is then taken to be the resident card's
    known_type: bool = True


def unpack(block: bytes) -> CardText:
    """Cut a text block into its items; `ValueError` unless it has 256 bytes."""
    if len(block) != TEXT_SIZE:
        raise ValueError(f"text block of {len(block)} bytes, {TEXT_SIZE} expected")
    mark = unpack_text(block[_MARK_OFFSET : _MARK_OFFSET + 2]) or " "
    types = {text: card_type for card_type, text in _MARKS.items()}
    card_type = types.get(mark, CardType.RESIDENT)
    items = {
        item: "".join(_decode(block[o : o + n]) for o, n in parts).rstrip(_PADDING)
        for item, parts in LAYOUTS[card_type].items()
    }
    return CardText(type=card_type, known_type=mark in types, **items)


def pack(text: CardText) -> bytes:
    """Lay the items out as a text block; `ValueError` when one does not fit its field or its card type lacks it."""
    block = bytearray(" ".encode("utf-16-le") * (TEXT_SIZE // 2))
    layout = LAYOUTS[text.type]
    for item in CardText.__dataclass_fields__:
        if item in ("type", "known_type"):
            continue
        value = getattr(text, item).encode("utf-16-le", "surrogatepass")
        parts = layout.get(item, ())
        if len(value) > sum(length for _, length in parts):
            raise ValueError(f"{item}: {len(value) // 2} UTF-16 units do not fit on a card of type {text.type}")
        for offset, length in parts:
            piece, value = value[:length], value[length:]
            block[offset : offset + len(piece)] = piece
    block[_MARK_OFFSET : _MARK_OFFSET + 2] = _MARKS[text.type].encode("utf-16-le")
    return bytes(block)


def unpack_text(raw: bytes) -> str:
    """Read one padded field of an even number of bytes."""
    return _decode(raw).rstrip(_PADDING)


def _decode(raw: bytes) -> str:
    return raw.decode("utf-16-le", "surrogatepass")
