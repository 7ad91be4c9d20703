"""Note a change in the transaction that makes it; list the changes; say what undoing one would restore."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from server.audit import service as audit
from server.core.errors import not_found
from server.core.tables import ReferenceStamp
from server.core.work import Work
from server.core.writing import Draft
from server.revisions.tables import ChangeAct, ChangeKind, Revision

#: an object as plain JSON values; None: it does not exist
State = Mapping[str, Any] | None

#: a page of the history
PAGE = 50
#: keys asked for in one statement: SQLite takes a bounded number of parameters
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Change:
    """One object, as it was and as it is now."""

    key: str
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are listed; "" is any. `before` is the id of the last one on the page before."""

    kind: str = ""
    key: str = ""
    actor: str = ""
    before: int | None = None


def alone(work: Work) -> None:
    """Let no other change of the centre's own data begin before this transaction ends: two administrators at once would
    each change what they saw and not what the other one left."""
    work.session.execute(select(ReferenceStamp).with_for_update()).first()


def note(
    work: Work,
    kind: ChangeKind,
    changes: Sequence[Change],
    act: ChangeAct = ChangeAct.CHANGED,
    *,
    undoes: str = "",
    audited: bool = False,
) -> str:
    """Record what was changed together, with the audit record of it; return the batch, "" when nothing differs.

    `audited`: the act has a record of its own already, which says more.
    """
    changed = [one for one in changes if one.before != one.after]
    if not changed:
        return ""
    batch = secrets.token_hex(16)
    last = _numbers(work.session, kind, [one.key for one in changed])
    draft = Draft()
    draft.insert(
        Revision,
        [
            {
                "batch": batch,
                "kind": kind.value,
                "key": one.key,
                "number": last.get(one.key, 0) + 1,
                "at": work.now,
                "actor": work.actor,
                "act": act.value,
                "before": _text(one.before),
                "after": _text(one.after),
                "undoes": undoes,
            }
            for one in changed
        ],
    )
    draft.write(work.session)
    if not audited:
        what = f"{kind.value}:{changed[0].key}"[:80] if len(changed) == 1 else f"change:{batch}"
        audit.record(work, f"{kind.value}.{act.value}", what)
    return batch


def listed(session: Session, wanted: Wanted, limit: int = PAGE) -> Sequence[Revision]:
    """Return the newest changes that fit, newest first."""
    statement = select(Revision).order_by(col(Revision.id).desc()).limit(limit)
    for column, text in (
        (col(Revision.kind), wanted.kind),
        (col(Revision.key), wanted.key),
        (col(Revision.actor), wanted.actor),
    ):
        if text:
            statement = statement.where(column == text)
    if wanted.before is not None:
        statement = statement.where(col(Revision.id) < wanted.before)
    return session.exec(statement).all()


def batch_of(session: Session, batch: str) -> tuple[ChangeKind, list[Change]]:
    """Return what was changed together; raise NOT_FOUND."""
    rows = session.exec(select(Revision).where(Revision.batch == batch).order_by(col(Revision.id))).all()
    if not rows:
        raise not_found()
    return ChangeKind(rows[0].kind), [Change(row.key, state_of(row.before), state_of(row.after)) for row in rows]


def undone(session: Session, batches: Sequence[str]) -> frozenset[str]:
    """Return those of the batches that were undone already."""
    found = select(Revision.undoes).where(col(Revision.undoes).in_([one for one in batches if one]))
    return frozenset(session.exec(found).all())


def state_of(text: str) -> State:
    if not text:
        return None
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def _text(state: State) -> str:
    return "" if state is None else json.dumps(state, ensure_ascii=False, sort_keys=True)


def _numbers(session: Session, kind: ChangeKind, keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for begin in range(0, len(keys), _AT_ONCE):
        statement = (
            select(Revision.key, func.max(Revision.number))
            .where(Revision.kind == kind, col(Revision.key).in_(keys[begin : begin + _AT_ONCE]))
            .group_by(Revision.key)
        )
        found |= dict(session.exec(statement).all())
    return found
