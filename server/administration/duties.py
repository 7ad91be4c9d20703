"""The duty catalogue changed from a day on, after a look at what would have gone elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from server.audit import service as audit
from server.cases.retrial import Retrial, retrial
from server.core.errors import not_found
from server.core.sheet import RowFault
from server.core.work import Work
from server.exchange import keeping
from server.exchange.tables import Subject, states
from server.revisions.service import State
from server.routing.mending import Wanted, applied, ended, from_then_on


@dataclass(frozen=True, slots=True)
class Preview:
    """Rows as they would be, None for one that goes; and what the last matters say to it."""

    rows: Mapping[str, State]
    retrial: Retrial


def preview(work: Work, wanted: Wanted) -> Preview:
    """Say what this change means; nothing is stored. Raise INVALID_REQUEST for a change that cannot be made."""
    rows = _rows(work)
    if wanted.until is not None and wanted.until < wanted.since:
        raise keeping.invalid([RowFault(0, "截止日期早于起始日期 · until lies before since")])
    changes = from_then_on(rows.values(), wanted)
    with work.session.begin_nested() as trial:
        # everything that is wrong is said before the figures are looked at
        keeping.put(work, Subject.CATALOGUE, changes)
        trial.rollback()
    audit.record(work, "catalogue.previewed", f"category:{wanted.category_code}")
    tried = retrial(work, list(rows.values()), applied(rows.values(), changes), wanted.since)
    return Preview(changes, tried)


def change(work: Work, wanted: Wanted) -> str:
    """Make the change; return the batch."""
    return keeping.put(work, Subject.CATALOGUE, from_then_on(_rows(work).values(), wanted))


def end(work: Work, key: str, last_day: date) -> str:
    """Let a duty end with this day; raise NOT_FOUND for one there is not."""
    rows = _rows(work)
    if key not in rows:
        raise not_found()
    return keeping.put(work, Subject.CATALOGUE, ended(rows[key], last_day))


def _rows(work: Work) -> dict[str, dict[str, str]]:
    found = states(work.session, Subject.CATALOGUE)
    return {key: {name: str(value) for name, value in (row or {}).items()} for key, row in found.items()}
