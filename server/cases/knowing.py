"""Who somebody is: known by the identity document, else by name and phone together, else new.

A letter or a call names no document. Whoever wrote one and then lays down a card is the same person when name and phone
agree, and is known by the card from then on; two people who both showed a document are never taken for one.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import col

from server.cases import sealing
from server.cases.tables import Person
from server.contract.v1 import Petitioner
from server.core.work import Work
from server.core.writing import Draft, insert_if_new

_COLUMNS: list[Any] = [
    *(Person.id, Person.id_index, Person.name_sealed, Person.id_number_sealed, Person.phone_sealed),
]
_BY_IDENTITY = select_columns(*_COLUMNS).where(col(Person.id_index).in_(bindparam("indexes", expanding=True)))
_BY_PHONE = (
    select_columns(*_COLUMNS)
    .where(col(Person.phone_index).in_(bindparam("indexes", expanding=True)))
    .order_by(col(Person.seen_at).desc())
    .limit(20)
)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as the centre keeps them after this visit. `before`: what it kept until then, None for somebody new."""

    id: str
    kept: Petitioner
    before: Petitioner | None = None

    @property
    def changed(self) -> bool:
        """Whether somebody who was known is now found by something else."""
        return self.before is not None and _marks(self.before) != _marks(self.kept)


def person_of(work: Work, value: Petitioner) -> Known:
    """Return this person, found or made, with what this visit says of them."""
    indexes = sealing.identity_indexes(work.vault, value.id_type, value.id_number) if value.id_number else ()
    known = _by_identity(work, indexes) if indexes else None
    known = known or _by_name_and_phone(work, value, has_document=bool(indexes))
    if known is None:
        fresh = uuid.uuid4().hex
        row = {"id": fresh, "id_index": indexes[0] if indexes else None, **_said(work, fresh, value)}
        if insert_if_new(work.session, Person, row):
            return Known(fresh, value)
        # the same person registers at another kiosk in the same instant
        known = _by_identity(work, indexes) if indexes else None
        assert known is not None, "whoever is in the way bears this index"
    if not indexes:
        # who shows no document now may have shown one before: what is kept says more than this visit
        return known
    draft = Draft()
    draft.update(Person, {"id": known.id}, {"id_index": indexes[0], **_said(work, known.id, value)})
    draft.write(work.session)
    return Known(known.id, value, known.before)


def _by_identity(work: Work, indexes: Sequence[str]) -> Known | None:
    found = work.session.connection().execute(_BY_IDENTITY, {"indexes": indexes}).first()
    return None if found is None else _kept(work, *found)


def _by_name_and_phone(work: Work, value: Petitioner, *, has_document: bool) -> Known | None:
    """`has_document`: one that nobody has shown yet, so that only who showed none can be meant."""
    indexes = sealing.phone_indexes(work.vault, value.phone)
    if not indexes:
        return None
    for found in work.session.connection().execute(_BY_PHONE, {"indexes": indexes}).all():
        if has_document and found.id_index is not None:
            continue
        known = _kept(work, *found)
        if known.kept.name == value.name:
            return known
    return None


def _kept(work: Work, person_id: str, _: str | None, *sealed: bytes) -> Known:
    kept = sealing.person_of(work.vault, person_id, *sealed)
    return Known(person_id, kept, kept)


def _marks(one: Petitioner) -> tuple[str, str, str]:
    return one.name, one.id_number, one.phone


def _said(work: Work, person_id: str, value: Petitioner) -> dict[str, object]:
    phone = next(iter(sealing.phone_indexes(work.vault, value.phone)), None)
    return {"phone_index": phone, "seen_at": work.now, **sealing.seal_person(work.vault, person_id, value)}
