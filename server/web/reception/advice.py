"""What the window is told while it types: what the number says, who would be responsible, what was raised before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.cases import identity, window
from server.cases.access import Reader
from server.cases.identity import Flaw, Resident
from server.contract.v1 import Decision, EarlierMatter, LookupRequest, SimilarRequest, SuggestRequest
from server.core.work import Work
from server.web.reception import form
from server.web.reception.form import Typed

#: fewer characters say nothing about the unit
_ENOUGH = 6
#: shorter ones are no number of a document
_SHORTEST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Advice:
    resident: Resident | None
    #: Chinese and English, None where nothing is wrong
    flaw: tuple[str, str] | None
    decision: Decision | None
    earlier: tuple[EarlierMatter, ...]
    #: percent by id of the matter, of those that are likely the same
    likely: Mapping[str, int]

    @property
    def undecided(self) -> bool:
        """Somebody must say whether this is one of the earlier matters."""
        return bool(self.likely)


def advise(work: Work, who: Reader, typed: Typed) -> Advice:
    """Ask what the JSON interface answers under /reception/suggest, /earlier and /similar."""
    read = form.resident_of(typed, work.now)
    text = "\n".join(part for part in (typed.get("summary"), typed.get("text")) if part).strip()[:20_000]
    number = identity.plain(typed.get("id_number"))
    place, kind = typed.get("place_region"), typed.get("id_type", form.RESIDENT) or form.RESIDENT
    # only a number that can be right is worth a look on record
    known = _SHORTEST_NUMBER <= len(number) <= 30 and not isinstance(read, Flaw) and not typed.ticked("anonymous")
    decision = None
    if len(text) >= _ENOUGH:
        named = tuple(line for name in ("units", "persons") for line in typed.get(name).splitlines() if line.strip())
        decision = window.suggest(work, who, SuggestRequest(text=text, place_region=place, complained_of=named[:20]))
    earlier: tuple[EarlierMatter, ...] = ()
    likely: dict[str, int] = {}
    if known:
        earlier = window.earlier(work, who, LookupRequest(id_type=kind, id_number=number)).matters
    if known and earlier and len(text) >= _ENOUGH:
        asked = SimilarRequest(id_type=kind, id_number=number, text=text, place_region=place)
        likely = {one.petition_id: round(one.likeness * 100) for one in window.similar(work, who, asked).matters}
    return Advice(
        read if isinstance(read, Resident) else None,
        identity.WORDS[read] if isinstance(read, Flaw) else None,
        decision,
        earlier,
        likely,
    )
