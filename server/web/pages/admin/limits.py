"""/admin/regimes and /admin/calendar: which limits hold, new versions tried before they hold, and the days of the years."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Form, Query, UploadFile
from fastapi.responses import RedirectResponse, Response

from server.accounts.api import SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.clocks import changing
from server.clocks import service as clocks
from server.clocks.calendar import CalendarMissing
from server.clocks.regime import in_force
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.sheet import RowFault
from server.core.time import ZONE, local
from server.core.work import Work
from server.web.guard import ConfirmedDep, PersonDep, acting
from server.web.pages.admin.frame import QUIET, Said, Short, attempt, finished, refusal, show

router = APIRouter(prefix="/admin", dependencies=[permit(Action.ADMINISTER)])
Words = Annotated[str, Query(max_length=120)]
#: a regime has some thirty rules
_MOST = 200_000
Toml = Annotated[str, Form(max_length=_MOST)]


@router.get("/regimes")
def regimes(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, done: Words = "") -> Response:
    return _regimes(acting(person, session, centre, now), person, finished(done))


def _regimes(
    work: Work, person: SignedIn, said: Said, text: str = "", tried: object = None, new: object = None
) -> Response:
    book, today = clocks.book_of(work.session), local(work.now).date()
    return show(
        "regimes.html",
        work,
        person,
        "regimes",
        said,
        regimes=sorted(book.regimes, key=lambda one: (one.id, one.valid_from), reverse=True),
        holding={changing.regime_key(one) for one in in_force(book.regimes, today)},
        files=changing.files(work.session),
        key_of=changing.regime_key,
        today=today,
        text=text,
        tried=tried,
        new=new,
    )


@router.get("/regime")
def regime(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, key: Words = "") -> Response:
    work = acting(person, session, centre, now)
    found = next((one for one in clocks.book_of(session).regimes if changing.regime_key(one) == key), None)
    if found is None:
        return RedirectResponse("/admin/regimes", status_code=303)
    stored = changing.regime_states(session, [key])[key]
    return show("regime.html", work, person, "regimes", QUIET, regime=found, key=key, stored=stored is not None)


@router.post("/regimes")
def upload(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    file: UploadFile | None = None,
    text: Toml = "",
    start: Short = "",
    save: Short = "",
) -> Response:
    """First try each rule; store the version when that was seen."""
    work = acting(person, session, centre, now)
    data = file.file.read(_MOST + 1) if file is not None and file.filename else text.encode()
    try:
        if len(data) > _MOST:
            raise HallError(ErrorCode.TOO_LARGE, "文件过大。", "The file is too large.")
        new = changing.parse(session, data)
        tried = changing.dry_run(session, new, _start(start, now))
        if save:
            changing.store_regime(work, data)
            return RedirectResponse("/admin/regimes?done=1", status_code=303)
    except HallError as error:
        session.rollback()
        return _regimes(work, person, refusal(error), data.decode("utf-8", "replace")[:_MOST])
    return _regimes(work, person, QUIET, data.decode("utf-8"), tried, new)


@router.post("/regimes/withdraw")
def withdraw(person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep, key: Short = "") -> Response:
    work = acting(person, session, centre, now)

    def act() -> str:
        changing.set_regimes(work, {key: None})
        return "/admin/regimes?done=1"

    return attempt(session, act, lambda said: _regimes(work, person, said))


def _start(text: str, now: datetime) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(9), ZONE) if text else now
    except ValueError as error:
        raise HallError(ErrorCode.INVALID_REQUEST, "日期应为 YYYY-MM-DD。", "A date is YYYY-MM-DD.") from error


@dataclass(frozen=True, slots=True)
class Day:
    """One cell: "" outside the month; what it is in class and word."""

    number: int
    kind: str
    said: str


@router.get("/calendar")
def calendar(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    year: Annotated[int, Query(ge=2000, le=2100)] = 0,
    done: Words = "",
) -> Response:
    return _calendar(acting(person, session, centre, now), person, year, finished(done))


def _calendar(
    work: Work,
    person: SignedIn,
    year: int,
    said: Said,
    *,
    faults: tuple[RowFault, ...] = (),
    notice: str = "",
    new: object = None,
    text: str = "",
) -> Response:
    book, today = clocks.book_of(work.session), local(work.now).date()
    year = year or today.year
    try:
        source, workdays = book.calendar.source(year), changing.workdays(book, year)
        shown = [_month(work, year, month, today) for month in range(1, 13)]
    except CalendarMissing:
        source, workdays, shown = "", 0, []
    return show(
        "calendar.html",
        work,
        person,
        "calendar",
        said,
        year=year,
        years=range(today.year - 1, today.year + 3),
        missing=changing.missing_years(book, today),
        source=source,
        workdays=workdays,
        months=shown,
        stored=changing.year_states(work.session, [str(year)])[str(year)] is not None,
        faults=faults,
        notice=notice,
        new=new,
        text=text,
    )


def _month(work: Work, year: int, month: int, today: date) -> list[list[Day]]:
    known = clocks.book_of(work.session).calendar
    weeks = []
    for week in months.Calendar().monthdatescalendar(year, month):
        days = []
        for day in week:
            if day.month != month:
                days.append(Day(0, "", ""))
                continue
            works, weekday = known.is_workday(day), day.weekday() < 5
            kind, said = (
                ("worked", "班") if works and not weekday else ("off", "休") if weekday and not works else ("", "")
            )
            kind = kind or ("" if works else "rest")
            days.append(Day(day.day, f"{kind} today" if day == today else kind, said))
        weeks.append(days)
    return weeks


@router.post("/calendar")
def import_year(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    file: UploadFile | None = None,
    text: Toml = "",
    notice: Short = "",
    save: Short = "",
) -> Response:
    """First show what the table says of the year; store it when that was seen."""
    work = acting(person, session, centre, now)
    data = file.file.read(_MOST) if file is not None and file.filename else text.encode()
    year, faults = changing.read_year(data, notice)
    if year is None:
        said = Said(problem="表格不能使用，请按下列各行改正 · The table cannot be used", status=422)
        kept = data.decode("utf-8", "replace") if not data.startswith(b"PK") else ""
        return _calendar(work, person, 0, said, faults=tuple(faults), notice=notice, text=kept)
    if save:
        changing.store_year(work, year)
        return RedirectResponse(f"/admin/calendar?year={year.year}&done=1", status_code=303)
    rows = [f"{day},{kind}," for kind, days in (("休", year.off), ("班", year.work)) for day in sorted(days)]
    kept = "\n".join([",".join(changing.COLUMNS), *rows])
    return _calendar(work, person, year.year, QUIET, notice=notice, new=year, text=kept)
