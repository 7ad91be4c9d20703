"""JSON routes of what decides about matters: duty catalogue, time regimes, calendar, wording."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.administration import duties
from server.administration.api import Done, Key
from server.administration.doors import ChangingWork, LookingWork, RawBody
from server.cases import proposals
from server.cases.proposals import Proposals
from server.clocks import changing
from server.clocks import service as clocks
from server.clocks.calendar import CalendarMissing
from server.clocks.regime import in_force
from server.contract.v1 import API, ErrorCode
from server.contract.v1.base import Answer, AwareDatetime
from server.contract.v1.base import Request as Message
from server.core.errors import HallError, not_found
from server.core.time import local
from server.routing.mending import Wanted
from server.wording import service as wording
from server.wording.templates import EVERY

router = APIRouter(prefix=f"{API}/admin", tags=["administration"], dependencies=[permit(Action.ADMINISTER)])
Code = Annotated[str, Field(min_length=1, max_length=40)]


class DutyChange(Message):
    """From `since` on (until the end of `until`) this unit answers for the class in the region."""

    category_code: str = Field(pattern=r"^(\d{2}|\d{4}|\d{6})$")
    #: "" is the whole district
    region: str = Field(default="", pattern=r"^(\d{6}|\d{9}|\d{12})?$")
    unit: Code
    legal_basis: str = Field(default="", max_length=200)
    since: date
    until: date | None = None

    def wanted(self) -> Wanted:
        return Wanted(self.category_code, self.region, self.unit, self.legal_basis, self.since, self.until)


class MoveView(Answer):
    """So many matters of a class would go to another unit; "" is the screening desk."""

    category_code: str
    before: str
    after: str
    times: int


class DutyPreview(Answer):
    #: key -> the row as it would be, null for one that goes
    rows: dict[str, dict[str, str] | None]
    #: the last matters that were tried; accusations and matters with recusal are left out
    tried: int
    moved: int
    moves: tuple[MoveView, ...]


class DutyEnd(Message):
    key: str = Field(max_length=60)
    last_day: date


class ProposalAnswer(Message):
    category_code: str = Field(max_length=6)
    sent_to: Code
    belongs_to: Code
    accepted: bool


class RuleTried(Answer):
    id: str
    name: str
    limit: str
    #: of the version in force, "" for a new rule
    limit_before: str
    basis: str
    due_at: datetime | None
    due_before: datetime | None
    changed: bool


class RegimeView(Answer):
    key: str
    id: str
    name: str
    version: str
    valid_from: date
    valid_until: date | None
    source: str
    #: among those that hold today
    in_force: bool
    #: came with the program or its settings, and cannot be withdrawn here
    file: bool
    rules: int


class RegimeList(Answer):
    items: tuple[RegimeView, ...]


class RegimeStored(Answer):
    key: str
    stored: bool
    tried: tuple[RuleTried, ...]


class YearView(Answer):
    year: int
    #: where the days come from; "" when the year is missing
    source: str
    workdays: int
    #: changed here, and can be undone
    stored: bool


class CalendarView(Answer):
    years: tuple[YearView, ...]
    missing: tuple[int, ...]


class YearStored(Answer):
    stored: bool
    year: int | None
    faults: tuple[str, ...]
    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()


class WordingView(Answer):
    name: str
    place: str
    place_en: str
    text: str
    #: worded by this hall
    own: bool
    required: tuple[str, ...]
    allowed: tuple[str, ...]


class WordingList(Answer):
    items: tuple[WordingView, ...]


class WordingChange(Message):
    """null: as the program words it."""

    text: str | None = Field(max_length=2000)


@router.post("/catalogue/preview")
def preview(body: DutyChange, work: ChangingWork) -> DutyPreview:
    """What the change means for the rows, and which of the last 500 matters would have gone elsewhere."""
    found = duties.preview(work, body.wanted())
    return DutyPreview(
        rows={key: None if row is None else {k: str(v) for k, v in row.items()} for key, row in found.rows.items()},
        tried=found.retrial.tried,
        moved=found.retrial.moved,
        moves=tuple(MoveView.model_validate(one, from_attributes=True) for one in found.retrial.moves),
    )


@router.post("/catalogue/change")
def change_duty(body: DutyChange, work: ChangingWork) -> Done:
    return Done(batch=duties.change(work, body.wanted()))


@router.post("/catalogue/end")
def end_duty(body: DutyEnd, work: ChangingWork) -> Done:
    return Done(batch=duties.end(work, body.key, body.last_day))


@router.get("/catalogue/proposals")
def catalogue_proposals(work: LookingWork) -> Proposals:
    """Where objections were right at least twice; no matter among them."""
    return proposals.for_catalogue(work)


@router.post("/catalogue/proposals/answer", status_code=204)
def answer_proposal(body: ProposalAnswer, work: ChangingWork) -> None:
    proposals.answer(work, body.category_code, body.sent_to, body.belongs_to, accepted=body.accepted)


@router.get("/regimes")
def regimes(work: LookingWork) -> RegimeList:
    book, today = clocks.book_of(work.session), local(work.now).date()
    holding = {changing.regime_key(one) for one in in_force(book.regimes, today)}
    files = changing.files(work.session)
    return RegimeList(
        items=tuple(
            RegimeView(
                key=changing.regime_key(one),
                id=one.id,
                name=one.name,
                version=one.version,
                valid_from=one.valid_from,
                valid_until=one.valid_until,
                source=one.source,
                in_force=changing.regime_key(one) in holding,
                file=changing.regime_key(one) in files,
                rules=len(one.rule),
            )
            for one in book.regimes
        )
    )


@router.post("/regimes")
def upload_regime(
    work: ChangingWork,
    data: RawBody,
    start: AwareDatetime | None = None,
    dry_run: Annotated[bool, Query(description="只试算 · only try it")] = False,
) -> RegimeStored:
    """The body is a TOML file. Each rule is tried from `start` (now), beside the version in force."""
    regime = changing.parse(work.session, data)
    tried = changing.dry_run(work.session, regime, start or work.now)
    if not dry_run:
        changing.store_regime(work, data)
    shown = tuple(RuleTried.model_validate(one, from_attributes=True) for one in tried)
    return RegimeStored(key=changing.regime_key(regime), stored=not dry_run, tried=shown)


@router.post("/regimes/{key}/withdraw")
def withdraw_regime(key: Key, work: ChangingWork) -> Done:
    """Take an uploaded version away; CONFLICT when clocks run by it."""
    if changing.regime_states(work.session, [key])[key] is None:
        raise not_found()
    return Done(batch=changing.set_regimes(work, {key: None}))


@router.get("/calendar")
def calendar(work: LookingWork) -> CalendarView:
    book, today = clocks.book_of(work.session), local(work.now).date()
    years = []
    for year in range(today.year - 1, today.year + 3):
        try:
            source, workdays = book.calendar.source(year), changing.workdays(book, year)
        except CalendarMissing:
            source, workdays = "", 0
        stored = changing.year_states(work.session, [str(year)])[str(year)] is not None
        years.append(YearView(year=year, source=source, workdays=workdays, stored=stored))
    return CalendarView(years=tuple(years), missing=changing.missing_years(book, today))


@router.post("/calendar")
def import_year(
    work: ChangingWork,
    data: RawBody,
    notice: Annotated[str, Query(max_length=120, description="通知文号 · the State Council's notice")],
    dry_run: bool = False,
) -> YearStored:
    """The body is a CSV or XLSX file with the columns date, kind (休/班) and name."""
    year, faults = changing.read_year(data, notice)
    if year is None:
        return YearStored(stored=False, year=None, faults=tuple(str(fault) for fault in faults))
    if not dry_run:
        changing.store_year(work, year)
    return YearStored(
        stored=not dry_run,
        year=year.year,
        faults=(),
        off=tuple(sorted(year.off)),
        work=tuple(sorted(year.work)),
    )


@router.get("/wording")
def every_wording(work: LookingWork) -> WordingList:
    own = wording.texts(work.session)
    return WordingList(
        items=tuple(
            WordingView(
                name=one.name,
                place=one.place,
                place_en=one.place_en,
                text=own.get(one.name, one.text),
                own=one.name in own,
                required=tuple(sorted(one.required)),
                allowed=tuple(sorted(one.sample)),
            )
            for one in EVERY.values()
        )
    )


@router.put("/wording/{name}")
def change_wording(name: Annotated[str, Path(max_length=40)], body: WordingChange, work: ChangingWork) -> Done:
    if name not in EVERY:
        raise HallError(ErrorCode.NOT_FOUND, f"没有文本 {name}。", f"There is no text {name}.")
    return Done(batch=wording.put(work, {name: None if body.text is None else {"text": body.text}}))
