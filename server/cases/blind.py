"""What a matter is found by although its content is sealed: keyed tokens, cut short.

A token is 32 bits of a keyed hash over a kind (name, phone, document, word) and a value. Without the key it is a number;
who sees the table learns how often a number occurs and which occur together, but not what it stands for, and the
same word as a name and in a text gives two numbers. That much is the price of searching; see ARCHITECTURE.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from server.cases.words import words
from server.contract.v1 import Matter, Petitioner
from server.core.crypto import Vault

#: hex digits of a token
_DIGITS = 8
_SIGN = 1 << 31
#: the number of a phone people remember
TAIL = 4


class Kind(StrEnum):
    NAME = "search.name"
    PHONE = "search.phone"
    PHONE_TAIL = "search.phone_tail"
    DOCUMENT = "search.document"
    WORD = "search.word"


def tokens_of(vault: Vault, people: Iterable[Petitioner], matter: Matter) -> tuple[int, ...]:
    """Return the tokens of a matter, sorted, so that their order tells nothing."""
    found = {_token(vault.index(Kind.WORD, word)) for word in words(f"{matter.summary}\n{matter.text}")}
    for person in people:
        name, phone = plain_name(person.name), digits(person.phone)
        found |= {_token(vault.index(Kind.NAME, name[:size])) for size in range(1, len(name) + 1)}
        if phone:
            found |= {_token(vault.index(Kind.PHONE, phone)), _token(vault.index(Kind.PHONE_TAIL, phone[-TAIL:]))}
        if person.id_number:
            found.add(_token(vault.index(Kind.DOCUMENT, plain_document(person.id_number))))
    return tuple(sorted(found))


def tokens_for(vault: Vault, kind: Kind, value: str) -> tuple[int, ...]:
    """Return every token under which a value may stand: while keys are rotated, of the older ones too."""
    return tuple(_token(index) for index in vault.indexes(kind, value))


def plain_name(name: str) -> str:
    return "".join(name.split()).upper()[:40]


def plain_document(number: str) -> str:
    return number.replace(" ", "").upper()


def digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())


def _token(index: str) -> int:
    """As the database keeps it: signed, 32 bits."""
    number = int(index[:_DIGITS], 16)
    return number - 2 * _SIGN if number >= _SIGN else number
