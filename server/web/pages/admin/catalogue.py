"""/admin/catalogue: the duty catalogue, a change of it with what would have gone elsewhere, proposals from disputes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from server.accounts.api import SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.administration import duties, listing
from server.administration.duties import Preview
from server.cases import proposals
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.time import local
from server.core.work import Work
from server.exchange.tables import Subject, states
from server.routing.mending import Wanted
from server.routing.scheme import classes
from server.web.guard import ConfirmedDep, PersonDep, acting
from server.web.pages.admin.frame import (
    QUIET,
    Said,
    Short,
    attempt,
    class_name,
    finished,
    refusal,
    region_names,
    show,
    unit_names,
)

router = APIRouter(prefix="/admin/catalogue", dependencies=[permit(Action.ADMINISTER)])
Words = Annotated[str, Query(max_length=120)]


def class_options() -> list[tuple[str, str]]:
    """Return every branch, group and class that a duty may name, with its path."""
    options = []
    for code, one in classes().items():
        short = code.rstrip("0")
        short = short + "0" * (len(short) % 2)
        options.append((short or code, f"{short} {' › '.join(one.path)}"))
    return options


def _names(work: Work) -> dict[str, Any]:
    return {"units": unit_names(work), "regions": region_names(work), "class_name": class_name}


@router.get("")
def every(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    q: Words = "",
    unit: Words = "",
    kind: Words = "",
    on: Words = "",
    after: Words = "",
    done: Words = "",
) -> Response:
    work = acting(person, session, centre, now)
    wanted = listing.Wanted(q, unit, "", kind, _day(on, "on") if on else None, after)
    address = {"q": q, "unit": unit, "kind": kind, "on": on}
    return show(
        "catalogue.html",
        work,
        person,
        "catalogue",
        finished(done),
        leaf=listing.leaf(session, Subject.CATALOGUE, wanted),
        wanted=wanted,
        address={name: value for name, value in address.items() if value},
        branches=[(code[:2], " › ".join(one.path)) for code, one in classes().items() if code.endswith("0000")],
        today=local(now).date().isoformat(),
        proposals=proposals.for_catalogue(work).items,
        **_names(work),
    )


@router.get("/change")
def ask(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    key: Words = "",
    category: Words = "",
    unit: Words = "",
) -> Response:
    """A form for a change from a day on; of a row with `key`, or filled from a proposal."""
    work = acting(person, session, centre, now)
    row = states(session, Subject.CATALOGUE).get(key) or {}
    typed = {
        "category_code": str(row.get("category_code", category)),
        "region": str(row.get("region", "")),
        "unit": unit or str(row.get("unit", "")),
        "legal_basis": str(row.get("legal_basis", "")),
        "since": local(now).date().isoformat(),
        "until": "",
    }
    return _form(work, person, key if row else "", typed, None, QUIET)


def _form(
    work: Work, person: SignedIn, key: str, typed: dict[str, str], preview: Preview | None, said: Said
) -> Response:
    return show(
        "duty.html",
        work,
        person,
        "catalogue",
        said,
        key=key,
        row=states(work.session, Subject.CATALOGUE).get(key),
        typed=typed,
        preview=preview,
        options=class_options(),
        **_names(work),
    )


@router.post("/change")
def change(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    key: Short = "",
    category_code: Short = "",
    region: Short = "",
    unit: Short = "",
    legal_basis: Short = "",
    since: Short = "",
    until: Short = "",
    save: Short = "",
) -> Response:
    """First show what the change means; store it when that was seen."""
    work = acting(person, session, centre, now)
    typed = {
        "category_code": category_code.strip(),
        "region": region.strip(),
        "unit": unit.strip(),
        "legal_basis": legal_basis.strip(),
        "since": since.strip(),
        "until": until.strip(),
    }
    if not save:
        try:
            found = duties.preview(work, _wanted(typed))
        except HallError as error:
            session.rollback()
            return _form(work, person, key, typed, None, refusal(error))
        return _form(work, person, key, typed, found, QUIET)

    def act() -> str:
        duties.change(work, _wanted(typed))
        return "/admin/catalogue?done=1"

    return attempt(session, act, lambda said: _form(work, person, key, typed, None, said))


@router.post("/end")
def end(
    person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep, key: Short = "", last_day: Short = ""
) -> Response:
    work = acting(person, session, centre, now)

    def act() -> str:
        duties.end(work, key, _day(last_day, "last_day"))
        return "/admin/catalogue?done=1"

    row = {name: str(value) for name, value in (states(session, Subject.CATALOGUE).get(key) or {}).items()}
    typed = dict.fromkeys(("category_code", "region", "unit", "legal_basis", "since", "until"), "") | row
    return attempt(session, act, lambda said: _form(work, person, key, typed, None, said))


@router.post("/proposal")
def answer(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    category: Short = "",
    sent_to: Short = "",
    belongs_to: Short = "",
    accept: Short = "",
) -> Response:
    """Take a proposal, which leads to the form filled with it, or leave it."""
    work = acting(person, session, centre, now)

    def act() -> str:
        proposals.answer(work, category, sent_to, belongs_to, accepted=bool(accept))
        return f"/admin/catalogue/change?category={category}&unit={belongs_to}" if accept else "/admin/catalogue?done=1"

    return attempt(
        session,
        act,
        lambda said: _form(work, person, "", _empty() | {"category_code": category, "unit": belongs_to}, None, said),
    )


def _empty() -> dict[str, str]:
    return dict.fromkeys(("category_code", "region", "unit", "legal_basis", "since", "until"), "")


def _wanted(typed: dict[str, str]) -> Wanted:
    return Wanted(
        typed["category_code"],
        typed["region"],
        typed["unit"],
        typed["legal_basis"],
        _day(typed["since"], "since"),
        _day(typed["until"], "until") if typed["until"] else None,
    )


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise HallError(
            ErrorCode.INVALID_REQUEST, "日期应为 YYYY-MM-DD。", "A date is YYYY-MM-DD.", fields=(name,)
        ) from error
