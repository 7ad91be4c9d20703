"""A centre with a past: many matters, sealed and findable as real ones, written as fast as the database takes them.

Registered two minutes apart, so that a million make four years. One in fifty is still open, half of those at one unit (the
worst case of a desk), the rest spread as the past is: a few units have most.
"""

from __future__ import annotations

import random
import secrets
import uuid
from datetime import datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from installer.bench import past
from installer.bench.loading import Loader, Row, Say, loading
from installer.bench.telling import GIVEN, HOW, SURNAMES, WHAT

if TYPE_CHECKING:
    from sqlmodel import SQLModel

    from server.core.centre import Centre

_CHUNK = 20_000
#: of all matters those that are still open, and of these those of the busiest desk
_OPEN, _BUSIEST = 0.02, 0.5
#: different persons and different texts the matters are made of
_PEOPLE, _TEXTS = 50_000, 20_000


def fill_up(centre: Centre, count: int, say: Say = lambda _: None) -> None:
    """Write so many matters with everything that hangs on them. `say` is told how far it is."""
    if not count:
        return
    from server.audit.tables import AuditRecord
    from server.cases import rules
    from server.cases.tables import (
        CaseDocument,
        CaseEvent,
        CaseExclusion,
        CaseParty,
        CasePerson,
        CaseRating,
        CaseSearch,
        Person,
        PetitionCase,
    )
    from server.clocks.tables import Clock
    from server.notify.tables import Notice

    own: tuple[type[SQLModel], ...] = (Person, PetitionCase, CasePerson, CaseExclusion, CaseSearch, Clock)
    made = _Maker(centre, count)
    with loading(centre, (*own, CaseDocument, CaseEvent, CaseParty, CaseRating, Notice, AuditRecord), say) as load:
        load.write(Person, made.people_rows())
        for begin in range(0, count, _CHUNK):
            _chunk(load, made, own, range(begin, min(begin + _CHUNK, count)))
            if begin % (5 * _CHUNK) == 0:
                load.say(f"{begin}/{count} 件 · matters")
        past.add(load, tuple(sorted(rules.CLOSED)))


def _chunk(load: Loader, made: _Maker, tables: tuple[type[SQLModel], ...], numbers: range) -> None:
    found: dict[type[SQLModel], list[Row]] = {table: [] for table in tables}
    for number in numbers:
        made.add(number, found)
    for table, rows in found.items():
        load.write(table, rows)


class _Maker:
    """Makes rows; the same number gives the same kind of matter."""

    def __init__(self, centre: Centre, count: int) -> None:
        from server.cases import blind
        from server.contract.v1 import Decision, Matter, Outcome, Petitioner
        from server.core.database import transaction
        from server.units.organisation import organisation
        from server.units.tables import UnitKind

        self._centre, self._now, self._random, self._count = centre, centre.clock(), random.Random(1304), count
        with transaction(centre.engine, centre.domain) as session:
            known = organisation(session)
        staffed = [unit for unit in known.units.values() if len(known.posts_of_unit.get(unit.code, ())) > 1]
        self._units = [unit.code for unit in staffed]
        self._desks = [unit.code for unit in staffed if unit.kind is UnitKind.PETITION] or self._units[:1]
        self._sealed = [unit.code for unit in staffed if unit.kind is UnitKind.DISCIPLINE] or self._units[:1]
        self._in_hand = {code: known.posts_of_unit[code][0].account for code in self._units}
        # a few units have most of the matters
        self._weights = list(accumulate(1 / place for place in range(1, len(self._units) + 1)))
        self._people = [Petitioner.model_validate(self._person(number)) for number in range(min(_PEOPLE, count))]
        self._ids = [uuid.uuid4().hex for _ in self._people]
        self._matters = [Matter.model_validate(self._matter()) for _ in range(min(_TEXTS, count))]
        vault = centre.vault
        self._of_people = [set(blind.tokens_of(vault, [one], Matter(summary="无", text=""))) for one in self._people]
        self._of_matters = [set(blind.tokens_of(vault, [], one)) for one in self._matters]
        self._person_json = [one.model_dump_json().encode() for one in self._people]
        self._matter_json = [one.model_dump_json().encode() for one in self._matters]
        decided = Decision(outcome=Outcome.SCREENING, confidence=0.3, reason="词语太少，请人工判断。")
        self._decision_json = decided.model_dump_json().encode()

    def _person(self, number: int) -> dict[str, Any]:
        from installer.bench.load import people

        pick = self._random.choice
        name = pick(SURNAMES) + pick(GIVEN) + (pick(GIVEN) if number % 4 else "")
        return {
            "name": name,
            "id_number": next(people(number * 331)),
            "phone": f"13{self._random.randrange(10**9):09d}",
            "source": "card",
        }

    def _matter(self) -> dict[str, Any]:
        # words of texts follow Zipf's law, roughly
        weights = [1 / place for place in range(1, len(WHAT) + 1)]
        said = self._random.choices(WHAT, weights, k=12)
        text = "，".join(self._random.choice(HOW).format(word) for word in said)
        return {"summary": f"反映{said[0]}{said[1]}的问题", "text": text}

    def people_rows(self) -> list[dict[str, Any]]:
        from server.cases import sealing

        vault = self._centre.vault
        return [
            {
                "id": one,
                "id_index": sealing.identity_indexes(vault, person.id_type, person.id_number)[0],
                "phone_index": sealing.phone_indexes(vault, person.phone)[0],
                "seen_at": self._now,
                **sealing.seal_person(vault, one, person),
            }
            for one, person in zip(self._ids, self._people, strict=True)
        ]

    def add(self, number: int, found: dict[type[SQLModel], list[Row]]) -> None:
        from server.cases.tables import CaseExclusion, CasePerson, CaseSearch, PetitionCase

        vault, chance = self._centre.vault, self._random.random
        case_id, who, what = uuid.uuid4().hex, self._index(self._people), self._index(self._matters)
        at = self._now - timedelta(minutes=2 * (self._count - number))
        state, holder, at = self._stands(number, at)
        restricted = state == "restricted"
        found[PetitionCase].append(
            {
                "id": case_id,
                "number": f"130406{at:%y%m%d}F{number:07d}",
                "state": state,
                "restricted": restricted,
                "holder": holder,
                "handler": self._in_hand[holder] if chance() < 0.2 else "",
                "hall_region": "130406",
                "category_code": self._random.choice(("050000", "060000", "020000", "130000")),
                "category_path": "劳动和社会保障",
                "kiosk": past.KIOSK,
                "visit_started_at": at,
                "registered_at": at,
                "received_at": at,
                "continues": "",
                "merged_into": "",
                "first_here": True,
                "repeat": chance() < 0.1,
                "confidential": chance() < 0.01,
                "anonymous": False,
                "collective": chance() < 0.02,
                "notice_version": "2026-1",
                "code_index": secrets.token_hex(32),
                "petitioner_sealed": vault.seal(self._person_json[who], f"petition_case.petitioner:{case_id}"),
                "matter_sealed": vault.seal(self._matter_json[what], f"petition_case.matter:{case_id}"),
                "decision_sealed": vault.seal(self._decision_json, f"petition_case.decision:{case_id}"),
                "last_seq": 4,
                "last_hash": secrets.token_hex(32),
            }
        )
        found[CasePerson].append({"case_id": case_id, "person_id": self._ids[who], "role": "petitioner"})
        if chance() < 0.01:
            other = self._random.choice(self._units)
            if other != holder:
                found[CaseExclusion].append({"case_id": case_id, "kind": "unit", "code": other})
        tokens = tuple(sorted(self._of_people[who] | self._of_matters[what]))
        found[CaseSearch].append({"case_id": case_id, "tokens": tokens})
        if state not in ("final", "archived"):
            self._limits(case_id, found)

    def _index(self, of: list[Any]) -> int:
        return self._random.randrange(len(of))

    def _stands(self, number: int, at: datetime) -> tuple[str, str, datetime]:
        """Return state, holder and moment of registration: what is open is mostly young, and some of it very old."""
        pick, unit = self._random.choices, self._random.choices(self._units, cum_weights=self._weights)[0]
        # the youngest two thirds of what is open, and as many among all that is older
        young = number >= self._count * (1 - _OPEN * 2 / 3)
        if not young and self._random.random() >= _OPEN / 3:
            return "archived" if number % 4 == 0 else "final", unit, at
        state = pick(tuple(_OPEN_STATES), tuple(_OPEN_STATES.values()))[0]
        if state == "restricted":
            return state, self._sealed[0], at
        if state in ("screening", "objected", "disputed"):
            return state, self._desks[0], at
        return state, self._units[0] if self._random.random() < _BUSIEST else unit, at

    def _limits(self, case_id: str, found: dict[type[SQLModel], list[Row]]) -> None:
        """Two limits that were met and two that run: most end in weeks, some in days, one in ten is over."""
        from server.clocks.course import PLAIN
        from server.clocks.tables import Clock
        from server.contract.v1 import ClockKind, ClockState

        late = self._random.random() < 0.1
        for place, (rule, regime, kind, days) in enumerate(past.LIMITS):
            over = timedelta(hours=self._random.uniform(1, 400)) if late and place >= 2 else None
            began = (
                self._now
                - timedelta(days=days) * (self._random.random() if over is None else 1)
                - (over or timedelta())
            )
            due = began + timedelta(days=days)
            found[Clock].append(
                {
                    "case_id": case_id,
                    "rule": rule,
                    "regime": regime,
                    "regime_version": "bench",
                    "kind": ClockKind(kind),
                    "state": ClockState.MET if place < 2 else ClockState.EXPIRED if over else ClockState.RUNNING,
                    "started_at": began,
                    "due_at": due,
                    "met_at": began if place < 2 else None,
                    "provisional": False,
                    "derivation": "",
                    "course": PLAIN,
                    # no alarm falls into the time of a measurement
                    "alarm_at": None if place < 2 or over else max(due, self._now + timedelta(days=1)),
                    "mark": 99 if over else 0,
                }
            )


#: states of what is open, and how many of a hundred
_OPEN_STATES = {
    "dispatched": 14,
    "screening": 2,
    "restricted": 1,
    "objected": 1,
    "disputed": 1,
    "acknowledged": 12,
    "interviewed": 9,
    "accepted": 50,
    "answered": 6,
    "delivered": 4,
}
