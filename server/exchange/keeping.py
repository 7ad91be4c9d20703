"""One row of a table at a time: checked as a file would be, stored, and kept among the revisions with what was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, col, delete, func, or_, select

from server.accounts.tables import Account
from server.cases.tables import PetitionCase
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.sheet import Row, RowFault
from server.core.work import Work
from server.exchange.tables import Subject, states, table
from server.revisions import service as revisions
from server.revisions.service import Change, State
from server.revisions.tables import ChangeAct, ChangeKind
from server.routing.catalogue import read_rows
from server.routing.tables import DutyEntry
from server.units import service as units
from server.units.tables import Post, Region, Unit

_BEYOND_FILES = ("dissolved_on", "successor")


def put(
    work: Work, subject: Subject, wanted: Mapping[str, State], act: ChangeAct = ChangeAct.CHANGED, *, undoes: str = ""
) -> str:
    """Bring these rows to these states, None taking one away; return the batch, "" when nothing differs.

    Raise INVALID_REQUEST with everything that is wrong, CONFLICT for a row that something hangs on.
    """
    revisions.alone(work)
    session, exchanged = work.session, table(subject)
    before = states(session, subject)
    rows = [
        (number, {name: str(state[name]) for name in exchanged.columns})
        for number, state in enumerate(wanted.values(), start=1)
        if state is not None
    ]
    leaving = [key for key, state in wanted.items() if state is None and key in before]
    faults = _catalogue_faults(session, before, wanted, rows) if subject is Subject.CATALOGUE else None
    if faults := exchanged.faults(session, rows) if faults is None else faults:
        raise invalid(faults)
    for key in leaving:
        _take_away(session, subject, before[key] or {})
    session.flush()
    _store(session, subject, rows)
    if subject is Subject.UNITS:
        _settle_dissolved(session, wanted)
    session.flush()
    now = states(session, subject)
    return revisions.note(
        work,
        ChangeKind(subject.value),
        [Change(key, before.get(key), now.get(key)) for key in wanted],
        act,
        undoes=undoes,
    )


def dissolve(work: Work, code: str, successor: str, day: date) -> str:
    """Dissolve a unit into another one; raise INVALID_REQUEST where that cannot be."""
    revisions.alone(work)
    before = states(work.session, Subject.UNITS).get(code)
    try:
        units.dissolve(work.session, code, successor, day)
    except ValueError as error:
        raise invalid([RowFault(0, str(error))]) from error
    return revisions.note(work, ChangeKind.UNITS, [Change(code, before, states(work.session, Subject.UNITS).get(code))])


def invalid(faults: Sequence[RowFault]) -> HallError:
    """Return the refusal that says what to mend."""
    said = [fault.message.partition(" · ") for fault in faults]
    return HallError(
        ErrorCode.INVALID_REQUEST,
        "；".join(dict.fromkeys(chinese for chinese, _, _ in said)),
        "; ".join(dict.fromkeys(english or chinese for chinese, _, english in said)),
        "请改正后重新保存 · Mend it and save again.",
    )


def _catalogue_faults(
    session: Session, before: Mapping[str, State], wanted: Mapping[str, State], rows: Sequence[Row]
) -> list[RowFault]:
    """A duty is checked against the whole catalogue, in which past rows may name units that are gone by now."""
    kept = [{**state} for key, state in before.items() if state is not None and key not in wanted]
    alive = set(session.exec(select(Unit.code).where(Unit.dissolved_on == "")).all())
    regions = set(session.exec(select(Region.code)).all())
    faults = [fault for row in rows for fault in read_rows([row], alive | _past_units(before, row), regions)[1]]
    if faults:
        return faults
    everybody = alive | {str(row["unit"]) for row in kept} | {row["unit"] for _, row in rows}
    numbered = [*rows, *((len(rows) + number, row) for number, row in enumerate(kept, start=1))]
    return [
        RowFault(fault.line, "与同一类别、同一区划的另一条有效期重叠 · valid at the same time as another entry")
        for fault in read_rows(numbered, everybody, regions)[1]
    ]


def _past_units(before: Mapping[str, State], row: Row) -> frozenset[str]:
    """A row that ends may still name the unit it named all along."""
    _, cells = row
    key = table(Subject.CATALOGUE).key(cells)
    known = before.get(key)
    return frozenset({cells["unit"]}) if known is not None and known["unit"] == cells["unit"] else frozenset()


def _store(session: Session, subject: Subject, rows: Sequence[Row]) -> None:
    cells = [row for _, row in rows]
    match subject:
        case Subject.REGIONS | Subject.UNITS:
            table(subject).store(session, cells)
        case Subject.ROSTER:
            for row in cells:
                session.merge(Post(**row))
        case Subject.CATALOGUE:
            entries, _ = read_rows(rows, {row["unit"] for row in cells}, {row["region"] for row in cells})
            for entry in entries:
                _drop_duty(session, entry.category_code, entry.region, entry.valid_from)
            session.add_all(entries)
        case _:
            assert_never(subject)


def _drop_duty(session: Session, category: str, region: str, begins: date) -> None:
    same = (col(DutyEntry.category_code) == category, col(DutyEntry.region) == region)
    session.exec(delete(DutyEntry).where(*same, col(DutyEntry.valid_from) == begins))


def _take_away(session: Session, subject: Subject, state: Mapping[str, str]) -> None:
    match subject:
        case Subject.REGIONS:
            code = state["code"]
            _free(session, Unit, col(Unit.region) == code, "单位", "units")
            _free(session, Region, col(Region.parent) == code, "下级区划", "regions below it")
            _free(session, DutyEntry, col(DutyEntry.region) == code, "责任清单", "duties")
            session.exec(delete(Region).where(col(Region.code) == code))
        case Subject.UNITS:
            code = state["code"]
            _free(session, Post, col(Post.unit) == code, "岗位", "posts")
            _free(session, DutyEntry, col(DutyEntry.unit_code) == code, "责任清单", "duties")
            _free(session, Account, col(Account.unit) == code, "账户", "accounts")
            below = or_(col(Unit.parent) == code, col(Unit.successor) == code)
            _free(session, Unit, below, "下级或被承接的单位", "units below it or dissolved into it")
            _free(session, PetitionCase, col(PetitionCase.holder) == code, "信访事项", "matters")
            session.exec(delete(Unit).where(col(Unit.code) == code))
        case Subject.ROSTER:
            post = (col(Post.unit) == state["unit"], col(Post.role) == state["role"])
            session.exec(delete(Post).where(*post, col(Post.account) == state["account"]))
        case Subject.CATALOGUE:
            begins = date.fromisoformat(state["valid_from"])
            _drop_duty(session, state["category_code"], state["region"], begins)
        case _:
            assert_never(subject)


def _free(session: Session, held_by: type[SQLModel], where: ColumnElement[bool], what: str, what_en: str) -> None:
    found = session.exec(select(func.count()).select_from(held_by).where(where)).one()
    if found:
        raise HallError(
            ErrorCode.CONFLICT,
            f"还有 {found} 个{what}与之关联，不能删除。",
            f"{found} {what_en} hang on it; it cannot be removed.",
            "单位请改用“撤销并由其他单位承接” · Dissolve a unit into another one instead.",
        )


def _settle_dissolved(session: Session, wanted: Mapping[str, State]) -> None:
    for code, state in wanted.items():
        found = session.get(Unit, code) if state is not None else None
        if state is None or found is None:
            continue
        for name in _BEYOND_FILES:
            if name in state:
                setattr(found, name, state[name])
        session.add(found)
