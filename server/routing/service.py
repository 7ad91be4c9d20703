"""Decide who is responsible for a matter, and explain it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from server.routing import cues, repository, rules
from server.routing.catalogue import CatalogueInvalid, load_catalogue
from server.routing.classify import classify
from server.routing.rules import Facts, RoutingDecision
from server.routing.settings import RoutingSettings
from server.units import service as units

#: key of the settings in `session.info`
SETTINGS = "routing"


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
    guesses = classify(question.text)
    facts = Facts(
        guesses=guesses,
        accusation=cues.accusation(question.text, question.complained_of),
        lawsuit=cues.lawsuit(question.text),
        place_region=question.place_region,
        hall_region=question.hall_region,
        excluded=units.excluded(session, question.complained_of),
        on=on,
    )
    prefixes = {guess.code[:digits] for guess in guesses for digits in (2, 4, 6)}
    settings = session.info.get(SETTINGS)
    threshold = (settings if isinstance(settings, RoutingSettings) else RoutingSettings()).threshold
    return rules.decide(facts, repository.duties(session, prefixes, on), repository.unit_tree(session), threshold)


__all__ = ["SETTINGS", "CatalogueInvalid", "RoutingDecision", "RoutingQuestion", "decide", "load_catalogue"]
