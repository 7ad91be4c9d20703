"""Regimes and calendar years as an administrator changes them: checked, tried, stored, and undone as long as nothing hangs on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, select

from server.clocks.book import SETTINGS, Book, book_of
from server.clocks.calendar import CalendarMissing, YearFile
from server.clocks.regime import Regime, RegimeInvalid, in_force, load_regimes, parse_regime, together
from server.clocks.settings import ClockSettings
from server.clocks.tables import CalendarYear, Clock, RegimeVersion
from server.clocks.trial import trial
from server.contract.v1 import ErrorCode
from server.core import sheet
from server.core.errors import HallError
from server.core.sheet import RowFault, SheetInvalid
from server.core.time import local
from server.core.work import Work
from server.revisions import service as revisions
from server.revisions.service import Change, State
from server.revisions.tables import ChangeAct, ChangeKind

#: of a year's announcement: what a day is that its weekday does not say
OFF, WORKED = "off", "work"
COLUMNS = ("date", "kind", "name")
_KINDS = {"off": OFF, "休": OFF, "放假": OFF, "work": WORKED, "班": WORKED, "上班": WORKED, "调休上班": WORKED}
#: what a year of the State Council's holidays can hold
_MOST_OFF = 40


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule of an uploaded regime beside the one in force: limits in words, and where both would end."""

    id: str
    name: str
    limit: str
    limit_before: str
    basis: str
    due_at: datetime | None
    due_before: datetime | None

    @property
    def changed(self) -> bool:
        return (self.limit, self.due_at) != (self.limit_before, self.due_before)


def parse(session: Session, data: bytes) -> Regime:
    """Return the regime of an uploaded file that may be stored beside those there are; raise INVALID_REQUEST."""
    try:
        regime = parse_regime(data, "upload")
        together([*book_of(session).regimes, regime])
    except RegimeInvalid as error:
        raise HallError(
            ErrorCode.INVALID_REQUEST, f"时限规则不能使用：{error}", f"The regime cannot be used: {error}", error.remedy
        ) from error
    return regime


def dry_run(session: Session, regime: Regime, start: datetime) -> tuple[Tried, ...]:
    """Try each rule from this moment, beside the same rule of the version that holds on the regime's first day."""
    held = {rule.id: (one, rule) for one in in_force(book_of(session).regimes, regime.valid_from) for rule in one.rule}
    found = []
    for rule in regime.rule:
        new = trial(regime, rule, start)
        before = trial(*held[rule.id], start) if rule.id in held else {}
        found.append(
            Tried(rule.id, rule.name, rule.limit, str(before.get("limit", "")), rule.basis, _end(new), _end(before))
        )
    return tuple(found)


def store_regime(work: Work, data: bytes) -> Regime:
    """Store a version; it holds for clocks that begin on its first day or later."""
    revisions.alone(work)
    regime = parse(work.session, data)
    today = local(work.now).date()
    if regime.valid_from < today:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            "生效日期已过：新版本只能从今天或以后生效。",
            "valid_from has passed: a version holds from today on or later.",
            f"请把 valid_from 改为 {today} 或以后 · Set valid_from to {today} or later.",
        )
    key = regime_key(regime)
    set_regimes(work, {key: {"document": data.decode("utf-8")}})
    return regime


def set_regimes(
    work: Work, states: Mapping[str, State], act: ChangeAct = ChangeAct.CHANGED, *, undoes: str = ""
) -> str:
    """Store versions or take them away; raise CONFLICT for one that clocks run by."""
    revisions.alone(work)
    changes = []
    for key, state in states.items():
        name, _, version = key.partition("@")
        row = work.session.get(RegimeVersion, (name, version))
        changes.append(Change(key, {"document": row.document} if row else None, state))
        if state is not None:
            document = str(state["document"])
            begins = parse_regime(document.encode(), key).valid_from
            fresh = RegimeVersion(id=name, version=version, valid_from=begins, document=document, at=work.now)
            work.session.merge(fresh)
        elif row is not None:
            used = select(Clock.id).where(Clock.regime == name, Clock.regime_version == version).limit(1)
            if work.session.exec(used).first() is not None:
                raise HallError(
                    ErrorCode.CONFLICT,
                    "已有时限按这一版本计算，不能撤回；请上传新版本。",
                    "Clocks run by this version; it cannot be withdrawn.",
                    "请上传更新的版本 · Upload a newer one.",
                )
            work.session.delete(row)
    work.session.flush()
    return revisions.note(work, ChangeKind.REGIME, changes, act, undoes=undoes)


def regime_states(session: Session, keys: Sequence[str]) -> dict[str, State]:
    found: dict[str, State] = {}
    for key in keys:
        name, _, version = key.partition("@")
        row = session.get(RegimeVersion, (name, version))
        found[key] = {"document": row.document} if row else None
    return found


def regime_key(regime: Regime) -> str:
    return f"{regime.id}@{regime.version}"


def files(session: Session) -> frozenset[str]:
    """Return the keys of the versions that come as files and cannot be withdrawn here."""
    settings = session.info.get(SETTINGS)
    names = settings.regimes if isinstance(settings, ClockSettings) else ClockSettings().regimes
    return frozenset(regime_key(one) for one in load_regimes(names))


def read_year(data: bytes, notice: str) -> tuple[YearFile | None, list[RowFault]]:
    """Read a year's announcement from a table: date, kind (休/off, 班/work), name. Return it, or what to mend."""
    try:
        rows = sheet.read(data, COLUMNS)
    except SheetInvalid as error:
        return None, [*error.faults]
    days: dict[str, set[date]] = {OFF: set(), WORKED: set()}
    faults, seen = [], dict[date, int]()
    for line, row in rows:
        kind = _KINDS.get(row["kind"].lower())
        try:
            day = date.fromisoformat(row["date"].replace("/", "-"))
        except ValueError:
            faults.append(RowFault(line, f"日期应为 YYYY-MM-DD · not a date: {row['date']}"))
            continue
        if kind is None:
            faults.append(RowFault(line, f"类型应为 休 或 班 · kind must be off or work: {row['kind']}"))
        elif day in seen:
            faults.append(RowFault(line, f"与第 {seen[day]} 行重复 · the same day as line {seen[day]}"))
        elif kind == WORKED and day.weekday() < 5:
            faults.append(RowFault(line, f"{day} 本来就是工作日 · is a working day anyway"))
        else:
            days[kind].add(day)
        seen.setdefault(day, line)
    if faults:
        return None, faults
    years = {day.year for day in days[OFF] | days[WORKED]}
    if len(years) != 1:
        return None, [RowFault(0, "应当只有一个年份 · the file must be of one year")]
    return _checked(years.pop(), notice, days)


def _checked(year: int, notice: str, days: Mapping[str, set[date]]) -> tuple[YearFile | None, list[RowFault]]:
    off, worked = days[OFF], days[WORKED]
    faults = [
        RowFault(0, f"缺少 {name}（{day}）· {name} is missing")
        for name, day in (("元旦", date(year, 1, 1)), ("劳动节", date(year, 5, 1)), ("国庆节", date(year, 10, 1)))
        if day not in off
    ]
    if len(off) > _MOST_OFF:
        faults.append(RowFault(0, f"放假 {len(off)} 天，过多 · too many days off"))
    if not notice.strip():
        faults.append(RowFault(0, "请写明通知文号 · name the notice"))
    if faults:
        return None, faults
    try:
        return YearFile(year=year, notice=notice.strip(), off=frozenset(off), work=frozenset(worked)), []
    except ValidationError as error:
        return None, [RowFault(0, f"不能使用 · cannot be used: {error.errors()[0]['msg']}")]


def store_year(work: Work, year: YearFile) -> str:
    return set_years(work, {str(year.year): _state(year)})


def set_years(work: Work, states: Mapping[str, State], act: ChangeAct = ChangeAct.CHANGED, *, undoes: str = "") -> str:
    """Store years or take them away. Clocks that were counted provisionally are settled by the worker."""
    revisions.alone(work)
    changes = []
    for key, state in states.items():
        row = work.session.get(CalendarYear, int(key))
        changes.append(Change(key, _stored_state(row), state))
        if state is not None:
            document = YearFile.model_validate({"year": int(key), **state}).model_dump_json()
            work.session.merge(CalendarYear(year=int(key), document=document, at=work.now))
        elif row is not None:
            work.session.delete(row)
    work.session.flush()
    return revisions.note(work, ChangeKind.CALENDAR, changes, act, undoes=undoes)


def year_states(session: Session, keys: Sequence[str]) -> dict[str, State]:
    return {key: _stored_state(session.get(CalendarYear, int(key))) for key in keys}


def missing_years(book: Book, today: date) -> tuple[int, ...]:
    """Return the years without days that are due: this one, and from November the next, which limits reach by then."""
    wanted = [today.year] + ([today.year + 1] if today.month >= 11 else [])
    missing = []
    for year in wanted:
        try:
            book.calendar.source(year)
        except CalendarMissing:
            missing.append(year)
    return tuple(missing)


def workdays(book: Book, year: int) -> int:
    """Return how many days of the year are worked; raise CalendarMissing."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days))
    return sum(book.calendar.is_workday(day) for day in days)


def _state(year: YearFile) -> dict[str, Any]:
    return {
        "notice": year.notice,
        "off": sorted(day.isoformat() for day in year.off),
        "work": sorted(day.isoformat() for day in year.work),
    }


def _stored_state(row: CalendarYear | None) -> State:
    return _state(YearFile.model_validate_json(row.document)) if row else None


def _end(found: Mapping[str, Any]) -> datetime | None:
    return datetime.fromisoformat(str(found["due_at"])) if "due_at" in found else None
