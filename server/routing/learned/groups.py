"""Copies and near copies belong together: a text told twice must not be learned from and tested with. Pure.

Each text is known by the smallest hashes of its pieces (a bottom-k sketch, Broder 1997): the share of hashes two sketches
have in common is near the share of pieces the texts have in common. Only texts that share one of their very smallest
hashes are compared, so that the work grows with the number of texts and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from heapq import nsmallest

from server.routing.examples import Example
from server.routing.learned.features import normal

#: characters of a piece; hashes kept of a text; of these, how many make two texts worth comparing
_PIECE, _KEPT, _MEETING = 6, 64, 12
#: share of pieces in common from which on two texts are one matter
_ALIKE = 0.5
#: a hash that so many texts have is a phrase of courtesy, not a copy
_COMMON = 200


def together(examples: Sequence[Example]) -> list[Example]:
    """Return the examples with groups widened so that near copies share one; the order stays."""
    lead = list(range(len(examples)))

    def find(one: int) -> int:
        while lead[one] != one:
            lead[one] = lead[lead[one]]
            one = lead[one]
        return one

    def join(one: int, other: int) -> None:
        # the earliest example leads, so that a group keeps its name, and its side of every split, when more are added
        first, second = sorted((find(one), find(other)))
        lead[second] = first

    named: dict[str, int] = {}
    for place, example in enumerate(examples):
        join(named.setdefault(example.group, place), place)
    sketches = [_sketch(normal(example.text)) for example in examples]
    meeting: dict[int, list[int]] = defaultdict(list)
    for place, sketch in enumerate(sketches):
        for mark in sketch[:_MEETING]:
            meeting[mark].append(place)
    for met in meeting.values():
        for other in met[1:] if len(met) <= _COMMON else ():
            if find(met[0]) != find(other) and _alike(sketches[met[0]], sketches[other]):
                join(met[0], other)
    return [replace(example, group=examples[find(place)].group) for place, example in enumerate(examples)]


def _sketch(text: str) -> list[int]:
    pieces = {text[start : start + _PIECE] for start in range(max(1, len(text) - _PIECE + 1))}
    return nsmallest(
        _KEPT, (int.from_bytes(blake2b(piece.encode(), digest_size=8).digest(), "big") for piece in pieces)
    )


def _alike(one: Sequence[int], other: Sequence[int]) -> bool:
    size = min(_KEPT, len(one), len(other))
    smallest = nsmallest(size, {*one, *other})
    return len({*one} & {*other} & {*smallest}) >= _ALIKE * size
