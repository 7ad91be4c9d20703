"""Give everything sealed a new key while the centre works; killed in between, it goes on where it was.

Each row says itself with which key it was sealed, so nothing about the progress is stored: what is not sealed with the key in
force is still to do. Blind indexes are rebuilt in the same step as their rows; until the last one is done, every look-up asks
for the old and the new index.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, tuple_
from sqlmodel import col, select

from server.audit import service as audit
from server.cases import searching
from server.cases.tables import CaseSearch
from server.core.centre import Centre
from server.core.crypto import LOOK_EVERY, KeyTrouble
from server.core.database import transaction
from server.core.keyring import Keyring, Use
from server.core.keysource import KeyFile
from server.core.work import Work
from server.core.writing import Draft
from server.keys.columns import EVERY, Sealed
from server.routing.learned import store
from server.routing.settings import models_folder

ACTOR = "system:keys"
#: rows in one transaction: nobody waits long for it
BATCH = 500
_HEAD_BYTES = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one kind of thing is: `done` of `total`, `total` as counted when it began."""

    what: str
    done: int
    total: int


Say = Callable[[Progress], None]


def unfinished(ring: Keyring) -> bool:
    """Tell whether a rotation has begun that did not end: then two index keys are in use."""
    return len(ring.keys[Use.INDEX]) > 1


def rotate(centre: Centre, file: KeyFile, say: Say, wait: threading.Event) -> int:
    """Begin a rotation, or go on with the one that did not end; return how many rows and files were sealed anew."""
    if not unfinished(centre.vault.ring):
        file.replace(begun(file.read()))
    # every process looks at the file this often: from then on nobody writes with the old key
    wait.wait(3 * LOOK_EVERY)
    changed = seal_again(centre, say)
    file.replace(ended(file.read()))
    _record(centre, "keys.rotation_ended", centre.vault.seal_version)
    return changed


def begun(ring: Keyring) -> Keyring:
    """Return the ring with which a rotation begins: new keys in force, the old ones still read."""
    return ring.with_new(Use.SEAL).with_new(Use.INDEX)


def ended(ring: Keyring) -> Keyring:
    """Return the ring after a rotation: one index again."""
    for version in sorted(ring.keys[Use.INDEX])[:-1]:
        ring = ring.without(Use.INDEX, version)
    return ring


def seal_again(centre: Centre, say: Say) -> int:
    """Give everything the key in force; return how many rows and files were sealed anew. Again goes on where it broke off."""
    _record(centre, "keys.rotation_begun", centre.vault.seal_version)
    changed = sum(_table(centre, one, say) for one in EVERY) + _pages(centre, say) + _models(centre)
    _search(centre, say)
    return changed


def in_use(centre: Centre) -> dict[int, int]:
    """Return how many values and files are sealed with each version of the key."""
    found: dict[int, int] = {}
    with transaction(centre.engine, centre.domain) as session:
        for one in EVERY:
            for name in one.contexts:
                head = func.substr(getattr(one.table, name), 1, _HEAD_BYTES)
                for start, count in session.execute(select(head, func.count()).group_by(head)).all():
                    _count(found, start, count)
    for path in centre.pages.every():
        with path.open("rb") as file:
            _count(found, file.read(_HEAD_BYTES), 1)
    return found


def forget(centre: Centre, ring: Keyring, version: int) -> Keyring:
    """Return the ring without a version nothing is sealed with any more; raise `KeyTrouble` while something is. Backups
    from before open only with the keys from before."""
    used = in_use(centre).get(version, 0)
    if used:
        raise KeyTrouble(f"{used} values are sealed with version {version}; rotate first")
    without = ring.without(Use.SEAL, version)
    _record(centre, "keys.forgotten", version)
    return without


def _count(found: dict[int, int], start: Any, count: int) -> None:
    start = bytes(start) if start is not None else b""
    if start:
        version = 1 if start[0] == 1 else int.from_bytes(start[1:_HEAD_BYTES], "big")
        found[version] = found.get(version, 0) + count


def _table(centre: Centre, one: Sealed, say: Say) -> int:
    name, done = str(one.table.__tablename__), 0
    stale = _stale(centre, one)
    keys = [getattr(one.table, key.name) for key in one.table.__table__.primary_key]  # type: ignore[attr-defined]
    with transaction(centre.engine, centre.domain) as session:
        total = session.execute(select(func.count()).select_from(one.table).where(stale)).scalar_one()
    after: tuple[Any, ...] | None = None
    while True:
        with transaction(centre.engine, centre.domain) as session:
            wanted = select(one.table).where(stale).order_by(*keys).limit(BATCH).with_for_update()
            rows = session.exec(wanted if after is None else wanted.where(tuple_(*keys) > after)).all()
            for row in rows:
                _again(centre, session, one, row)
        if rows:
            done, after = done + len(rows), tuple(getattr(rows[-1], key.key) for key in keys)
            say(Progress(name, done, max(total, done)))
        elif after is None:
            return done
        else:
            # once more from the beginning: what came in behind with the old key
            after = None


def _stale(centre: Centre, one: Sealed) -> ColumnElement[bool]:
    """Return the condition under which a row is not sealed with the key in force."""
    columns = [getattr(one.table, column) for column in one.contexts]
    return or_(
        *(
            col(column).is_not(None)
            & (func.length(column) > 0)
            & (func.substr(column, 1, _HEAD_BYTES) != centre.vault.head)
            for column in columns
        )
    )


def _again(centre: Centre, session: Any, one: Sealed, row: Any) -> None:
    vault = centre.vault
    one.indexed(session, vault, row)
    for column, context in one.contexts.items():
        sealed = getattr(row, column)
        if sealed and not vault.is_current(sealed):
            setattr(row, column, vault.seal(vault.open(sealed, context(row)), context(row)))
    session.add(row)


def _search(centre: Centre, say: Say) -> None:
    """Make what matters are found by anew, each in its place. Says nothing of its key itself, so a run that goes on begins
    again here."""
    after, done = 0, 0
    with transaction(centre.engine, centre.domain) as session:
        total = session.execute(select(func.count()).select_from(CaseSearch)).scalar_one()
    while True:
        with transaction(centre.engine, centre.domain) as session:
            place = col(CaseSearch.seq)
            wanted = select(CaseSearch.seq, CaseSearch.case_id).where(place > after).order_by(place).limit(BATCH)
            places = {case_id: seq for seq, case_id in session.exec(wanted).all()}
            if not places:
                return
            work = Work(session, centre, centre.clock(), ACTOR)
            rows = searching.rows_again(work, list(places))
            session.execute(delete(CaseSearch).where(place.in_(list(places.values()))))
            draft = Draft()
            draft.insert(CaseSearch, [{**row, "seq": places[row["case_id"]]} for row in rows])
            draft.write(session)
        done, after = done + len(places), max(seq or 0 for seq in places.values())
        say(Progress("search", done, max(total, done)))


def _pages(centre: Centre, say: Say) -> int:
    centre.pages.forget_shown()
    stale = [path.name for path in centre.pages.every() if not centre.pages.is_current(path.name)]
    for done, sha256 in enumerate(stale, start=1):
        centre.pages.seal_again(sha256)
        if done % BATCH == 0 or done == len(stale):
            say(Progress("pages", done, len(stale)))
    return len(stale)


def _models(centre: Centre) -> int:
    """What the hall has learned says which words its matters had."""
    return store.seal_again(store.Shelf(models_folder(centre.settings.data), centre.vault))


def _record(centre: Centre, action: str, version: int) -> None:
    with transaction(centre.engine, centre.domain) as session:
        audit.record(Work(session, centre, centre.clock(), ACTOR), action, f"key:{version}")
