"""Who comes: characters in fixed shares, and the time each of them takes to think, all from one seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

from kiosk.bench.petition_text import PersonText, invent_person


class Character(StrEnum):
    """What a visitor does differently from the plain way."""

    FAST = "fast"
    SLOW = "slow"
    #: taps twice, and goes back a screen by mistake
    SHAKY = "shaky"
    #: takes a page again, writes another summary
    CORRECTING = "correcting"
    #: was here before and goes on with that matter
    RETURNING = "returning"
    #: three, one of whom lays down a card beside the holder
    GROUP = "group"
    #: the centre cannot be reached from the first tap to the slip
    OFFLINE = "offline"
    #: the centre dies between the form and the submission
    SERVER_DOWN = "server_down"
    CARD_PULLED = "card_pulled"
    BLANK_PAGE = "blank_page"
    PAPER_OUT = "paper_out"
    #: the terminal loses its power while the slip is printed
    POWER_CUT = "power_cut"
    #: ends the visit before handing in
    LEAVING = "leaving"
    #: no papers: writes what it is about
    WITHOUT_PAPERS = "without_papers"


#: in a hundred visitors
_SHARES = {
    Character.FAST: 20,
    Character.SLOW: 20,
    Character.SHAKY: 10,
    Character.CORRECTING: 8,
    Character.RETURNING: 8,
    Character.GROUP: 6,
    Character.WITHOUT_PAPERS: 6,
    Character.OFFLINE: 4,
    Character.SERVER_DOWN: 3,
    Character.CARD_PULLED: 4,
    Character.BLANK_PAGE: 3,
    Character.PAPER_OUT: 3,
    Character.POWER_CUT: 2,
    Character.LEAVING: 3,
}


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of a person at this terminal; times of a touch screen task, longer with age (KLM: Card, Moran, Newell 1980).

    `look`: see what the screen wants and decide; `tap`: reach and press; `key`: one character; `card`: find it and lay it
    down; `page`: lay a page down and flatten it; `read`: look over one field of the form.
    """

    look: float
    tap: float
    key: float
    card: float
    page: float
    read: float


FAST = Pace(look=1.2, tap=0.8, key=0.5, card=3.0, page=3.0, read=1.5)
USUAL = Pace(look=2.4, tap=1.2, key=0.9, card=5.0, page=5.0, read=2.5)
SLOW = Pace(look=4.5, tap=2.2, key=1.6, card=9.0, page=8.0, read=4.5)


@dataclass(frozen=True, slots=True)
class Planned:
    """One visitor before the visit. `papers` is the seed of what they bring, `pages` how many of it."""

    number: int
    character: Character
    person: PersonText
    companions: tuple[PersonText, ...]
    papers: int
    pages: int
    pace: Pace
    #: 0.8 to 1.25: nobody is as slow as the other
    temper: float


def population(size: int, seed: int) -> list[Planned]:
    """Invent `size` visitors. Every character comes when the population is large enough to hold one of each."""
    rng = random.Random(seed)
    characters = _cast(size, rng)
    met: list[PersonText] = []
    planned = []
    for number, character in enumerate(characters):
        again = character is Character.RETURNING and met
        person = rng.choice(met) if again else invent_person(rng)
        companions = tuple(invent_person(rng) for _ in range(1)) if character is Character.GROUP else ()
        pages = 0 if character is Character.WITHOUT_PAPERS else rng.choice((1, 1, 2, 2, 3))
        pace = FAST if character is Character.FAST else SLOW if character is Character.SLOW else USUAL
        papers = seed * 10_000 + number
        planned.append(Planned(number, character, person, companions, papers, pages, pace, rng.uniform(0.8, 1.25)))
        if character in (Character.FAST, Character.SLOW, Character.CORRECTING):
            # those of whom the centre knows a matter for certain
            met.append(person)
    return planned


def _cast(size: int, rng: random.Random) -> list[Character]:
    everybody = list(Character)
    if size < len(everybody):
        return rng.sample(everybody, size)
    shares = list(_SHARES.values())
    cast = everybody + rng.choices(list(_SHARES), shares, k=size - len(everybody))
    rng.shuffle(cast)
    # nobody returns who was not here
    first = cast.index(Character.FAST)
    cast[0], cast[first] = cast[first], cast[0]
    return cast
