"""Who came: alone, with others whose cards are read one after the other, or for somebody who is not here."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.answers import CardRead
from kiosk.flow.cards import LAY_AGAIN, stop, to_be_compared, wait_for_holder
from kiosk.flow.effects import Effect, ReadCard
from kiosk.flow.events import (
    CameAlone,
    CompanionDropped,
    CompanionTyped,
    Continued,
    PersonsCounted,
    PrincipalTyped,
    RetryAsked,
    Tap,
    WentBack,
)
from kiosk.flow.visit import Company, Holder, Mishap, Part, Step, Visit

Next = tuple[Visit, tuple[Effect, ...]]

#: beside the holder (Regulations on Petitioning 2022, Art. 20(3): five representatives at most)
MOST_COMPANIONS = 4
#: the contract's upper bound
MOST_PERSONS = 9999


def enter(visit: Visit) -> Next:
    """Ask who came; a group that was counted before goes on laying down cards."""
    return _wait(replace(visit, step=Step.COMPANY))


def at_company(visit: Visit, tap: Tap) -> Next:
    company = visit.company
    match tap:
        case CameAlone():
            return _leave(replace(visit, company=Company(principal=company.principal)), Step.PAGES)
        case PersonsCounted():
            persons = min(max(tap.persons, 1, 1 + len(company.companions)), MOST_PERSONS)
            return _wait(replace(visit, company=replace(company, persons=persons)))
        case CompanionTyped():
            return _join(visit, tap.companion)
        case CompanionDropped():
            kept = tuple(one for place, one in enumerate(company.companions) if place != tap.place)
            return _wait(replace(visit, company=replace(company, companions=kept)))
        case PrincipalTyped(principal) if principal is None or principal.name.strip():
            return replace(visit, company=replace(company, principal=principal)), ()
        case RetryAsked():
            return _wait(replace(visit, mishap=None, mishap_detail=""), try_anyway=True)
        case Continued():
            return _leave(visit, Step.PAGES)
        case WentBack():
            calm, effects = _leave(visit, Step.EARLIER)
            answered = visit.earlier == () and "lookup" not in visit.busy
            if not answered or to_be_compared(visit.holder):
                return calm, effects
            waiting, more = wait_for_holder(calm)
            return waiting, (*effects, *more)
        case _:
            return visit, ()


def card_read(visit: Visit, event: CardRead) -> Next:
    if "card" not in visit.busy:
        return visit, ()
    return _join(replace(visit, busy=visit.busy - {"card"}), event.holder)


def card_failed(visit: Visit) -> Next:
    """Laying the card down again mends it, or name and number are typed; the others' cards stay read."""
    return _wait(visit) if visit.mishap in LAY_AGAIN else (visit, ())


def reader_back(visit: Visit) -> Next:
    kept = visit.mishap if visit.mishap is not Mishap.READER_ABSENT else None
    return _wait(replace(visit, mishap=kept, mishap_detail=visit.mishap_detail if kept else ""))


def room(visit: Visit) -> bool:
    """Somebody else may still lay a card down."""
    company = visit.company
    return len(company.companions) < min(MOST_COMPANIONS, company.persons - 1)


def _join(visit: Visit, person: Holder) -> Next:
    """Each person counts once, and the holder is counted already."""
    company = visit.company
    if visit.holder is not None and _same(person, visit.holder):
        return _wait(replace(visit, mishap=Mishap.OWN_CARD, mishap_detail=""))
    if any(_same(person, one) for one in company.companions):
        return _wait(replace(visit, mishap=Mishap.CARD_READ_TWICE, mishap_detail=""))
    if not room(visit) or not person.name.strip():
        return visit, ()
    joined = replace(company, companions=(*company.companions, person))
    return _wait(replace(visit, company=joined, mishap=None, mishap_detail=""))


def _same(one: Holder, other: Holder) -> bool:
    return (one.id_number or one.name) == (other.id_number or other.name)


def _wait(visit: Visit, *, try_anyway: bool = False) -> Next:
    """Wait for the next card while there is room for one, and no longer."""
    if not room(visit):
        return replace(visit, busy=visit.busy - {"card"}), stop(visit)
    if "card" in visit.busy or (Part.READER in visit.missing and not try_anyway):
        return visit, ()
    return replace(visit, busy=visit.busy | {"card"}), (ReadCard(another=True),)


def _leave(visit: Visit, step: Step) -> Next:
    return replace(visit, step=step, busy=visit.busy - {"card"}, mishap=None, mishap_detail=""), stop(visit)
