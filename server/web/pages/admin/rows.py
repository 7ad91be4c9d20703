"""/admin/units, /admin/regions, /admin/roster: lists, one row, dissolving, and changes of days to come."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response
from sqlmodel import col, select

from server.accounts.api import SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.accounts.tables import Account
from server.administration import listing, planned
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.time import local
from server.core.work import Work
from server.exchange import keeping
from server.exchange.tables import Subject, states, table
from server.units import service as units
from server.web.guard import ConfirmedDep, PersonDep, acting
from server.web.pages.admin.frame import (
    QUIET,
    Said,
    Short,
    attempt,
    finished,
    region_names,
    show,
    unit_names,
)
from server.web.pages.admin.looks import KINDS, LOOKS, POSTS

router = APIRouter(prefix="/admin", dependencies=[permit(Action.ADMINISTER)])
Words = Annotated[str, Query(max_length=120)]


def _list(
    subject: Subject, person: PersonDep, work: Work, wanted: listing.Wanted, address: dict[str, str], said: Said
) -> Response:
    leaf = listing.leaf(work.session, subject, wanted)
    return show(
        "rows.html",
        work,
        person,
        subject.value,
        said,
        look=LOOKS[subject],
        subject=subject.value,
        leaf=leaf,
        wanted=wanted,
        address={name: value for name, value in address.items() if value},
        trouble=units.check(work.session) if subject is Subject.UNITS else [],
        planned=planned.waiting(work.session, subject),
        **_names(work),
    )


def _names(work: Work) -> dict[str, Any]:
    return {"units": unit_names(work), "regions": region_names(work), "kinds": KINDS, "posts": POSTS}


@router.get("/units")
def every_unit(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    q: Words = "",
    region: Words = "",
    kind: Words = "",
    on: Words = "",
    after: Words = "",
    done: Words = "",
) -> Response:
    wanted = listing.Wanted(q, "", region, kind, _day(on), after)
    address = {"q": q, "region": region, "kind": kind, "on": on}
    return _list(Subject.UNITS, person, acting(person, session, centre, now), wanted, address, finished(done))


@router.get("/regions")
def every_region(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    q: Words = "",
    after: Words = "",
    done: Words = "",
) -> Response:
    wanted = listing.Wanted(q, after=after)
    return _list(Subject.REGIONS, person, acting(person, session, centre, now), wanted, {"q": q}, finished(done))


@router.get("/roster")
def every_post(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    q: Words = "",
    unit: Words = "",
    kind: Words = "",
    after: Words = "",
    done: Words = "",
) -> Response:
    wanted = listing.Wanted(q, unit, "", kind, None, after)
    address = {"q": q, "unit": unit, "kind": kind}
    return _list(Subject.ROSTER, person, acting(person, session, centre, now), wanted, address, finished(done))


@router.get("/row")
def one(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    subject: Subject = Subject.UNITS,
    key: Words = "",
    unit: Words = "",
) -> Response:
    """One row, or a new one without `key`."""
    work = acting(person, session, centre, now)
    if subject is Subject.CATALOGUE:
        return RedirectResponse("/admin/catalogue", status_code=303)
    row = states(session, subject).get(key)
    empty = dict.fromkeys(table(subject).columns, "") | ({"unit": unit} if subject is Subject.ROSTER else {})
    return _form(work, person, subject, key if row else "", {**empty, **(row or {})}, QUIET)


def _form(work: Work, person: SignedIn, subject: Subject, key: str, row: dict[str, Any], said: Said) -> Response:
    more: dict[str, Any] = {}
    if subject is Subject.UNITS and key:
        of_unit = listing.leaf(work.session, Subject.ROSTER, listing.Wanted(unit=key))
        more["of_unit"] = [(name, post) for name, post in of_unit.rows if post["unit"] == key]
        more["below"] = listing.leaf(work.session, Subject.UNITS, listing.Wanted(unit=key)).rows
    if subject is Subject.ROSTER:
        open_ones = select(Account.username, Account.display).where(col(Account.disabled_at).is_(None))
        more["people"] = work.session.exec(open_ones.order_by(col(Account.username))).all()
    return show(
        "row.html",
        work,
        person,
        subject.value,
        said,
        look=LOOKS[subject],
        subject=subject.value,
        key=key,
        row=row,
        today=local(work.now).date().isoformat(),
        planned=planned.waiting(work.session, subject, key) if key else (),
        **_names(work),
        **more,
    )


@router.post("/row")
def save(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    subject: Annotated[Subject, Form()],
    key: Short = "",
    code: Short = "",
    name: Short = "",
    kind: Short = "",
    region: Short = "",
    parent: Short = "",
    phone: Short = "",
    address: Short = "",
    aliases: Annotated[str, Form(max_length=1000)] = "",
    unit: Short = "",
    role: Short = "",
    account: Short = "",
    holder: Short = "",
    day: Short = "",
) -> Response:
    work = acting(person, session, centre, now)
    typed = {
        "code": key or code,
        "name": name,
        "kind": kind,
        "region": region,
        "parent": parent,
        "phone": phone,
        "address": address,
        "aliases": "|".join(part.strip() for part in aliases.replace("\n", "|").split("|") if part.strip()),
        "unit": unit,
        "role": role,
        "account": account,
        "holder": holder,
    }
    if subject is Subject.ROSTER and key:
        typed |= dict(zip(("unit", "role", "account"), key.split(" "), strict=False))
    row = {column: typed[column].strip() for column in table(subject).columns if column in typed}

    def act() -> str:
        if not key and table(subject).key(row) in states(session, subject):
            raise HallError(ErrorCode.CONFLICT, "已有相同代码的记录。", "There is one with this code already.")
        planned.change(work, subject, table(subject).key(row), row, _day(day) or local(now).date())
        return f"/admin/{subject.value}?done=1"

    return attempt(session, act, lambda said: _form(work, person, subject, key, row, said))


@router.post("/row/remove")
def remove(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    subject: Annotated[Subject, Form()],
    key: Short = "",
    day: Short = "",
) -> Response:
    work = acting(person, session, centre, now)
    row = dict(states(session, subject).get(key) or dict.fromkeys(table(subject).columns, ""))

    def act() -> str:
        planned.change(work, subject, key, None, _day(day) or local(now).date())
        return f"/admin/{subject.value}?done=1"

    return attempt(session, act, lambda said: _form(work, person, subject, key, row, said))


@router.post("/units/dissolve")
def dissolve(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    key: Short = "",
    successor: Short = "",
    day: Short = "",
) -> Response:
    work = acting(person, session, centre, now)
    row = dict(states(session, Subject.UNITS).get(key) or dict.fromkeys(table(Subject.UNITS).columns, ""))

    def act() -> str:
        keeping.dissolve(work, key, successor, _day(day) or local(now).date())
        return "/admin/units?done=1"

    return attempt(session, act, lambda said: _form(work, person, Subject.UNITS, key, row, said))


@router.post("/planned/cancel")
def cancel(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    number: Annotated[int, Form(ge=1, le=2**31 - 1)],
    back: Short = "",
) -> Response:
    planned.cancel(acting(person, session, centre, now), number)
    where = back if back in {one.value for one in Subject} else Subject.UNITS.value
    return RedirectResponse(f"/admin/{quote(where)}", status_code=303)


def _day(text: str) -> date | None:
    """Return the day of a date field; None for an empty one. Raise INVALID_REQUEST for anything else."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise HallError(
            ErrorCode.INVALID_REQUEST, "日期应为 YYYY-MM-DD。", "A date is YYYY-MM-DD.", fields=("day",)
        ) from error
