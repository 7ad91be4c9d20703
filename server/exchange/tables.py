"""Every table that can be exchanged as a file, and the two ways: out, and in after a look at what it would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Protocol, assert_never

from sqlmodel import Session, select

from server.audit import service as audit
from server.core import sheet
from server.core.sheet import Format, Row, RowFault, SheetInvalid
from server.core.work import Work
from server.exchange.duties import Duties
from server.exchange.organisation import Regions, Roster, Units
from server.exchange.plan import Difference, Plan, compare
from server.revisions import service as revisions
from server.revisions.service import Change, State
from server.revisions.tables import ChangeAct, ChangeKind
from server.units.tables import Unit


class Subject(StrEnum):
    """What a file is about."""

    REGIONS = "regions"
    UNITS = "units"
    ROSTER = "roster"
    CATALOGUE = "catalogue"


class Exchanged(Protocol):
    """One table. `whole`: a file holds all of it, so that what is not in it goes."""

    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def whole(self) -> bool: ...
    def stored(self, session: Session) -> Mapping[str, Mapping[str, str]]:
        """Rows by key, in the order of an export."""
        ...

    def key(self, row: Mapping[str, str]) -> str: ...
    def faults(self, session: Session, rows: Sequence[Row]) -> list[RowFault]:
        """Everything that keeps these rows from being stored."""
        ...

    def store(self, session: Session, rows: Sequence[Mapping[str, str]]) -> None:
        """Store rows without faults."""
        ...


def table(subject: Subject) -> Exchanged:
    match subject:
        case Subject.REGIONS:
            return Regions()
        case Subject.UNITS:
            return Units()
        case Subject.ROSTER:
            return Roster()
        case Subject.CATALOGUE:
            return Duties()
    assert_never(subject)


def states(session: Session, subject: Subject) -> dict[str, State]:
    """Return every row as it stands, by key, with what no file brings: that a unit was dissolved, and into which."""
    found: dict[str, State] = dict(table(subject).stored(session))
    if subject is Subject.UNITS:
        for unit in session.exec(select(Unit)).all():
            more = {"dissolved_on": unit.dissolved_on, "successor": unit.successor}
            found[unit.code] = {**(found[unit.code] or {}), **more}
    return found


def take_out(work: Work, subject: Subject, form: Format) -> bytes:
    """Return the table as a file; the reading is recorded."""
    exchanged = table(subject)
    audit.record(work, "reference.exported", subject.value)
    return sheet.write(form, exchanged.columns, exchanged.stored(work.session).values())


def take_in(work: Work, subject: Subject, data: bytes, *, dry_run: bool) -> Plan:
    """Say what this file changes, and change it unless it has faults or this is only a trial.

    All or nothing. The caller's transaction ends it.
    """
    if not dry_run:
        revisions.alone(work)
    exchanged = table(subject)
    try:
        rows = sheet.read(data, exchanged.columns)
    except SheetInvalid as error:
        return Plan(error.faults)
    if faults := sorted(exchanged.faults(work.session, rows), key=lambda fault: fault.line):
        return Plan(tuple(faults))
    stored = exchanged.stored(work.session)
    if exchanged.whole and stored and not rows:
        return Plan(
            (RowFault(1, "只有列名，不能清空整张表 · no rows below the header; a whole table is never emptied"),)
        )
    after = {exchanged.key(row): row for _, row in rows}
    plan = compare(stored, after, whole=exchanged.whole)
    if isinstance(exchanged, Roster):
        leaving = exchanged.leaving(stored, list(after.values()))
        plan = replace(plan, removed=tuple(Difference(key) for key in leaving))
    if not dry_run and (plan.added or plan.changed or plan.removed):
        touched = [one.key for one in (*plan.added, *plan.changed, *plan.removed)]
        before = states(work.session, subject)
        exchanged.store(work.session, list(after.values()))
        work.session.flush()
        now = states(work.session, subject)
        changes = [Change(key, before.get(key), now.get(key)) for key in touched]
        revisions.note(work, ChangeKind(subject.value), changes, ChangeAct.IMPORTED)
        told = f"{subject.value} +{len(plan.added)} ~{len(plan.changed)} -{len(plan.removed)}"
        audit.record(work, "reference.imported", told)
    return plan
