"""Townships and their villages, to choose from with two taps."""

from __future__ import annotations

from dataclasses import dataclass

TOWN_DIGITS, VILLAGE_DIGITS = 9, 12


@dataclass(frozen=True, slots=True)
class Place:
    """`code`: GB/T 2260 and the statistical code below it, 9 digits for a township, 12 for a village."""

    code: str
    name: str


def towns(places: tuple[Place, ...]) -> tuple[Place, ...]:
    return tuple(one for one in places if len(one.code) == TOWN_DIGITS)


def villages(places: tuple[Place, ...], town: str) -> tuple[Place, ...]:
    return tuple(one for one in places if len(one.code) == VILLAGE_DIGITS and one.code.startswith(town))


def written(places: tuple[Place, ...], code: str) -> str:
    """Township and village as they stand on a form; "" for a code that is not in the list."""
    names = {one.code: one.name for one in places}
    if code not in names:
        return ""
    return names[code] if len(code) == TOWN_DIGITS else names.get(code[:TOWN_DIGITS], "") + names[code]
