"""Decide who is responsible for a matter, and explain it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from server.contract.v1 import Category
from server.core.guarded import VAULT
from server.routing import cues, repository, rules, scheme
from server.routing.catalogue import CatalogueInvalid, load_catalogue
from server.routing.classify import Guess, classify
from server.routing.kinds import propose
from server.routing.rules import Facts, RoutingDecision
from server.routing.settings import RoutingSettings
from server.units import service as units

#: key of the settings in `session.info`
SETTINGS = "routing"
_log = logging.getLogger("hall.routing.learned")


@dataclass(frozen=True, slots=True)
class RoutingQuestion:
    """A matter as far as routing needs it. Regions are GB/T 2260 codes of 6, 9 or 12 digits."""

    text: str
    #: where the matter arose, "" when unknown
    place_region: str
    #: where it is registered
    hall_region: str
    #: names of units and persons the matter complains of
    complained_of: tuple[str, ...]


def decide(session: Session, question: RoutingQuestion, on: date) -> RoutingDecision:
    """Return the decision by the duty catalogue as it stood on that day. Reads only."""
    settings = session.info.get(SETTINGS)
    if not isinstance(settings, RoutingSettings):
        settings = RoutingSettings()
    guesses = _guess(session, question.text, settings)
    accusation = cues.accusation(question.text, question.complained_of)
    facts = Facts(
        guesses=guesses,
        accusation=accusation,
        lawsuit=cues.lawsuit(question.text),
        place_region=question.place_region,
        hall_region=question.hall_region,
        excluded=units.excluded(session, question.complained_of),
        on=on,
    )
    prefixes = {guess.code[:digits] for guess in guesses for digits in (2, 4, 6)}
    found = rules.decide(
        facts, repository.duties(session, prefixes, on), repository.unit_tree(session), settings.threshold
    )
    return replace(found, proposal=propose(question.text, accusation))


@dataclass(frozen=True, slots=True)
class Option:
    """A class a matter may belong to, with the units that would then be responsible and the words that speak for it."""

    category: Category
    units: tuple[str, ...]
    words: tuple[str, ...]


def options(
    session: Session, question: RoutingQuestion, excluded: frozenset[str], on: date, codes: Sequence[str] | None = None
) -> tuple[Option, ...]:
    """Return what a person at the desk may choose from, likeliest first; or these classes, in their order.

    Unlike `decide` it decides nothing: no threshold, no cut.
    """
    settings = session.info.get(SETTINGS)
    guesses = () if codes is not None else _guess(session, question.text, settings or RoutingSettings())
    wanted = codes if codes is not None else [guess.code for guess in rules.likely(guesses)]
    words = {guess.code: guess.words for guess in guesses}
    facts = Facts(
        guesses=guesses,
        accusation=(),
        lawsuit=(),
        place_region=question.place_region,
        hall_region=question.hall_region,
        excluded=excluded,
        on=on,
    )
    duties = repository.duties(session, {code[:digits] for code in wanted for digits in (2, 4, 6)}, on)
    tree, known = repository.unit_tree(session), scheme.classes()
    return tuple(
        Option(known[code].category(), rules.responsible(code, facts, duties, tree), words.get(code, ()))
        for code in dict.fromkeys(wanted)
        if code in known
    )


def _guess(session: Session, text: str, settings: RoutingSettings) -> tuple[Guess, ...]:
    """Ask what was learned, else the default. A model that cannot be used must not stop a registration."""
    if settings.models is None or not settings.models.is_dir():
        return classify(text)
    vault = session.connection().get_execution_options().get(VAULT)
    if vault is None:
        return classify(text)
    # loaded only where something was learned: numpy would slow every start
    from server.routing.learned.files import ModelUnusable
    from server.routing.learned.guesses import guess
    from server.routing.learned.store import Shelf

    try:
        return guess(Shelf(settings.models, vault), text)
    except ModelUnusable as trouble:
        _log.error("the default classifier decides: %s", trouble)
        return classify(text)


__all__ = [
    "SETTINGS",
    "CatalogueInvalid",
    "Option",
    "RoutingDecision",
    "RoutingQuestion",
    "decide",
    "load_catalogue",
    "options",
]
