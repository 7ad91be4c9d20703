"""The weekly and monthly report: tables over a period beside the one before and the year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from server.analysis import suppressing
from server.analysis.definitions import DEFINITIONS, DEFINITIONS_EN, KINDS, RATED, ROUTES
from server.analysis.hiding import Hidden
from server.analysis.periods import Period, PeriodKind
from server.analysis.suppressing import suppress
from server.analysis.tables import FigureDay
from server.cases.access import Reader
from server.clocks.book import book_of
from server.contract import names
from server.contract.v1.base import Answer
from server.core.time import local
from server.core.work import Work
from server.routing.scheme import classes
from server.units.organisation import organisation

#: dimension, key, measure
Figures = Counter[tuple[str, str, str]]
_ENDED = ("in_time", "late", "unmet")
_GRADES = ("good", "fair", "bad")

#: a number, or why none is shown
Value = int | float | str


class ReportLine(Answer):
    label: str
    #: "" for a name of the place: a unit, a region, a day
    label_en: str = ""
    values: tuple[Value, ...]


class ReportTable(Answer):
    id: str
    title: str
    title_en: str
    #: Chinese and English of each column of values
    columns: tuple[tuple[str, str], ...]
    #: which of them are percent
    percent: tuple[int, ...]
    lines: tuple[ReportLine, ...]
    #: how it was counted
    definition: str
    definition_en: str = ""


class Report(Answer):
    kind: PeriodKind
    #: 2026-11, 2026-W47
    period: str
    title: str
    title_en: str = ""
    begin: date
    end: date
    previous: str
    following: str
    #: the following one has begun
    has_following: bool
    made_at: datetime
    tables: tuple[ReportTable, ...]


@dataclass(frozen=True, slots=True)
class _Three:
    """The figures of the period, of the one before and of the year before."""

    now: Figures
    before: Figures
    year: Figures

    def every(self) -> tuple[Figures, Figures, Figures]:
        return self.now, self.before, self.year

    def keys(self, dimension: str) -> list[str]:
        """Return every key of a dimension, that with most of now first."""
        found = {key for one in self.every() for part, key, _ in one if part == dimension}
        return sorted(found, key=lambda key: (-self.now[dimension, key, "received"], key))


def make(work: Work, period: Period, reader: Reader) -> Report:
    """Return the report of a period, from the figures of its days, as if what the reader is kept away from had never
    been raised."""
    session, now = work.session, work.now
    compared = (period, period.before(), period.year_before())
    figures = _Seen(session, Hidden(work, reader, compared))
    three = _Three(*(figures.sums(one) for one in compared))
    known = organisation(session)
    every = {rule.id: rule for regime in book_of(session).regimes for rule in regime.rule}
    rules = {rule.id: rule.name for rule in every.values()}
    # one name may belong to several rules: they say the same
    english = {one.path[0]: one.path_en[0] for one in classes().values()}
    english |= {rule.name: rule.name_en for rule in every.values()}
    units = {code: unit.name for code, unit in known.units.items()}
    following = period.after()
    return Report(
        kind=period.kind,
        period=period.name,
        title=f"信访工作{'周报' if period.kind is PeriodKind.WEEK else '月报'} {period.text}",
        title_en=f"Petition work: {'weekly' if period.kind is PeriodKind.WEEK else 'monthly'} report {period.name}",
        begin=period.begin,
        end=period.end,
        previous=period.before().name,
        following=following.name,
        has_following=following.begin <= local(now).date(),
        made_at=now,
        tables=(
            _whole(three),
            _split(three, "kind", "来访类别", "By kind", KINDS),
            _days(figures, period, local(now).date()),
            _split(three, "route", "信访形式", "By route", ROUTES),
            _ratings(three),
            _in_both(_split(three, "category", "内容分类（一级）", "By category", {"": "待分类"}), english),
            _split(three, "region", "属地（责任单位所在地）", "By region", dict(known.regions)),
            _in_both(_clocks(three, rules), english),
            _split(three, "unit", "责任单位", "By unit", units),
            _units_in_time(three, units),
        ),
    )


class _Seen:
    """The figures of periods as one reader may know them."""

    def __init__(self, session: Session, hidden: Hidden) -> None:
        self._session, self._hidden = session, hidden

    def sums(self, period: Period) -> Figures:
        wanted = (
            select(FigureDay.dimension, FigureDay.key, FigureDay.measure, func.sum(FigureDay.count))
            .where(col(FigureDay.day) >= period.begin, col(FigureDay.day) <= period.end)
            .group_by(FigureDay.dimension, FigureDay.key, FigureDay.measure)
        )
        found = Counter({(part, key, measure): int(n) for part, key, measure, n in self._session.exec(wanted).all()})
        # less than none is none: figures and matters are asked one after the other
        return found - self._hidden.of(period)

    def daily(self, period: Period) -> list[int]:
        """Return how many were registered on each day."""
        wanted = select(col(FigureDay.day), col(FigureDay.count)).where(
            col(FigureDay.day) >= period.begin,
            col(FigureDay.day) <= period.end,
            FigureDay.dimension == "whole",
            FigureDay.measure == "received",
        )
        found = Counter(dict(self._session.exec(wanted).all())) - self._hidden.days(period)
        return [found[day] for day in period.days]


def _whole(three: _Three) -> ReportTable:
    lines = []
    for measure, label in (("received", "登记总数"), ("first", "初次信访"), ("repeat", "重复信访")):
        now, before, year = (one["whole", "", measure] for one in three.every())
        lines.append(
            ReportLine(
                label=label,
                label_en=names.in_english(label),
                values=(now, before, _change(now, before), year, _change(now, year)),
            )
        )
    return _table(
        "whole",
        "总体情况",
        "Overall",
        (("本期", "Now"), ("上期", "Before"), ("环比%", "Change"), ("去年同期", "Year ago"), ("同比%", "Change")),
        lines,
        percent=(2, 4),
    )


def _days(figures: _Seen, period: Period, today: date) -> ReportTable:
    now, before = figures.daily(period), figures.daily(period.before())
    # months differ in length: a day the one before did not have counts none
    before += [0] * (len(now) - len(before))
    lines = [
        ReportLine(label=f"{day.month}月{day.day}日", values=(now[number] if day <= today else "–", before[number]))
        for number, day in enumerate(period.days)
    ]
    return _table("days", "每日登记", "Day by day", (("本期", "Now"), ("上期", "Before")), lines)


def _split(three: _Three, dimension: str, title: str, title_en: str, known: Mapping[str, str]) -> ReportTable:
    keys = three.keys(dimension)
    columns: list[Sequence[Value]] = [
        suppress([three.now[dimension, key, measure] for key in keys]) for measure in ("received", "first", "repeat")
    ]
    columns += [suppress([one[dimension, key, "received"] for key in keys]) for one in (three.before, three.year)]
    heads = (("本期", "Now"), ("初次", "First"), ("重复", "Repeat"), ("上期", "Before"), ("去年同期", "Year ago"))
    return _table(dimension, title, title_en, heads, _lines(keys, known, columns))


def _clocks(three: _Three, known: Mapping[str, str]) -> ReportTable:
    keys = three.keys("clock")
    columns: list[Sequence[Value]] = [[three.now["clock", key, one] for key in keys] for one in _ENDED]
    columns += [[_in_time(one, "clock", key) for key in keys] for one in three.every()]
    return _table("clock", "各项时限按期率", "On time by limit", _ENDED_HEADS, _lines(keys, known, columns), (3, 4, 5))


def _units_in_time(three: _Three, known: Mapping[str, str]) -> ReportTable:
    keys = [key for key in three.keys("unit") if any(three.now["unit", key, one] for one in _ENDED)]
    columns: list[Sequence[Value]] = [suppress([three.now["unit", key, one] for key in keys]) for one in _ENDED]
    columns += [[_in_time(one, "unit", key) for key in keys] for one in three.every()]
    title = "各单位时限按期率"
    return _table("unit_time", title, "On time by unit", _ENDED_HEADS, _lines(keys, known, columns), (3, 4, 5))


_ENDED_HEADS = (
    *(("按期", "In time"), ("逾期完成", "Late"), ("逾期未完成", "Not yet")),
    *(("按期率%", "On time"), ("上期%", "Before"), ("去年同期%", "Year ago")),
)


def _ratings(three: _Three) -> ReportTable:
    keys = [key for key in RATED if any(three.now["rating", key, one] for one in _GRADES)]
    columns: list[Sequence[Value]] = [suppress([three.now["rating", key, one] for key in keys]) for one in _GRADES]
    columns += [[_satisfied(one, key) for key in keys] for one in three.every()]
    heads = (
        *(("满意", "Good"), ("基本满意", "Fair"), ("不满意", "Bad")),
        *(("满意率%", "Satisfied"), ("上期%", "Before"), ("去年同期%", "Year ago")),
    )
    return _table("rating", "群众满意度", "Satisfaction", heads, _lines(keys, RATED, columns), (3, 4, 5))


def _in_time(one: Figures, dimension: str, key: str) -> float | str:
    ended = [one[dimension, key, measure] for measure in _ENDED]
    return suppressing.rate(ended[0], sum(ended))


def _satisfied(one: Figures, key: str) -> float | str:
    graded = [one["rating", key, measure] for measure in _GRADES]
    return suppressing.rate(graded[0] + graded[1], sum(graded))


def _change(now: int, before: int) -> float | str:
    return round(100 * (now - before) / before, 1) if before else "–"


def _lines(keys: Sequence[str], known: Mapping[str, str], columns: Iterable[Sequence[Value]]) -> list[ReportLine]:
    rows = zip(*columns, strict=True)
    labels = [known.get(key) or key for key in keys]
    return [
        ReportLine(label=label, label_en=names.in_english(label), values=tuple(row))
        for label, row in zip(labels, rows, strict=True)
    ]


def _in_both(table: ReportTable, english: Mapping[str, str]) -> ReportTable:
    """Return the table with its rows named in English as well, where one is known."""
    lines = (one.model_copy(update={"label_en": one.label_en or english.get(one.label, "")}) for one in table.lines)
    return table.model_copy(update={"lines": tuple(lines)})


def _table(
    name: str,
    title: str,
    title_en: str,
    columns: tuple[tuple[str, str], ...],
    lines: Sequence[ReportLine],
    percent: tuple[int, ...] = (),
) -> ReportTable:
    return ReportTable(
        id=name,
        title=title,
        title_en=title_en,
        columns=columns,
        percent=percent,
        lines=tuple(lines),
        definition=DEFINITIONS[name],
        definition_en=DEFINITIONS_EN[name],
    )
