"""Who somebody is: known by the identity document, else by name and phone together, else new.

A letter or a call names no document. Whoever wrote one and then lays down a card is the same person when name and phone
agree, and is known by the card from then on; two people who both showed a document are never taken for one.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from server.cases import sealing
from server.cases.tables import Person
from server.contract.v1 import Petitioner
from server.core.work import Work
from server.core.writing import Draft, insert_if_new

_BY_IDENTITY = select(Person.id).where(col(Person.id_index).in_(bindparam("indexes", expanding=True)))
_BY_PHONE = (
    select(Person.id, Person.name_sealed, Person.id_index)
    .where(col(Person.phone_index).in_(bindparam("indexes", expanding=True)))
    .order_by(col(Person.seen_at).desc())
    .limit(20)
)


def person_of(work: Work, value: Petitioner) -> tuple[str, bool]:
    """Return the id of this person, found or made, with what this visit says of them; and whether the centre knew them
    before."""
    indexes = sealing.identity_indexes(work.vault, value.id_type, value.id_number) if value.id_number else ()
    known = _by_identity(work.session, indexes) if indexes else None
    known = known or _by_name_and_phone(work, value, has_document=bool(indexes))
    if known is None:
        fresh = uuid.uuid4().hex
        row = {"id": fresh, "id_index": indexes[0] if indexes else None, **_said(work, fresh, value)}
        if insert_if_new(work.session, Person, row):
            return fresh, False
        # the same person registers at another kiosk in the same instant
        known = _by_identity(work.session, indexes) if indexes else None
        assert known is not None, "whoever is in the way bears this index"
    if indexes:
        draft = Draft()
        draft.update(Person, {"id": known}, {"id_index": indexes[0], **_said(work, known, value)})
        draft.write(work.session)
    # who shows no document now may have shown one before: what is kept says more than this visit
    return known, True


def _by_identity(session: Session, indexes: Sequence[str]) -> str | None:
    found = session.connection().execute(_BY_IDENTITY, {"indexes": indexes}).scalar()
    return None if found is None else str(found)


def _by_name_and_phone(work: Work, value: Petitioner, *, has_document: bool) -> str | None:
    """`has_document`: one that nobody has shown yet, so that only who showed none can be meant."""
    indexes = sealing.phone_indexes(work.vault, value.phone)
    if not indexes:
        return None
    rows = work.session.connection().execute(_BY_PHONE, {"indexes": indexes}).all()
    for person_id, name_sealed, id_index in rows:
        if has_document and id_index is not None:
            continue
        if work.vault.open_text(name_sealed, f"person.name:{person_id}") == value.name:
            return str(person_id)
    return None


def _said(work: Work, person_id: str, value: Petitioner) -> dict[str, object]:
    phone = next(iter(sealing.phone_indexes(work.vault, value.phone)), None)
    return {"phone_index": phone, "seen_at": work.now, **sealing.seal_person(work.vault, person_id, value)}
