"""A clock of a case: computed when an event moves it, stored, and never moved by an edit or a comment."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import Column, Enum, Index, Text, UniqueConstraint, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

from server.clocks.course import PLAIN, Course
from server.clocks.settings import HallHours
from server.contract.v1 import ClockKind, ClockState
from server.core.columns import UtcDateTime
from server.core.guarded import Guarded
from server.core.reference import Stamped
from server.core.tally import Counted


def _values(members: type[ClockState] | type[ClockKind]) -> list[str]:
    return [member.value for member in members]


class CourseText(TypeDecorator[Course]):
    """A course as JSON; most clocks have none of it, and for them nothing is stored."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Course | None, dialect: Dialect) -> str:
        return "" if value is None or value == PLAIN else value.model_dump_json(exclude_defaults=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Course:
        return Course.model_validate_json(value) if value else PLAIN


_HOURS: TypeAdapter[HallHours] = TypeAdapter(HallHours)


class HoursText(TypeDecorator[HallHours]):
    """The hall hours a clock is counted with, as JSON; NULL for a clock that asks none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: HallHours | None, dialect: Dialect) -> str | None:
        return None if value is None else _HOURS.dump_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> HallHours | None:
        return None if value is None else _HOURS.validate_json(value)


class Clock(Counted, table=True):
    """One limit running on one case.

    `state` is what the sweep has seen: a clock met too late stays RUNNING, with `met_at` set, until the sweep has
    reported it once as expired. What people are shown comes from `rules.state_at`.
    """

    __tablename__ = "clock"
    __table_args__ = (
        # an event delivered twice starts nothing twice
        UniqueConstraint("case_id", "rule", "started_at", name="uq_clock_case_rule_start"),
        # the sweep reads only what still alarms, oldest first: its cost grows with what is due, not with what is open
        Index(
            "ix_clock_alarm",
            "alarm_at",
            "id",
            sqlite_where=text("alarm_at IS NOT NULL"),
            postgresql_where=text("alarm_at IS NOT NULL"),
        ),
        # what is owed of a matter, with all that the order of a list asks; and the few of it that have a course
        Index(
            "ix_clock_owed",
            *("case_id", "due_at", "kind", "started_at"),
            sqlite_where=text("met_at IS NULL"),
            postgresql_where=text("met_at IS NULL"),
        ),
        Index(
            "ix_clock_course",
            "case_id",
            sqlite_where=text("met_at IS NULL AND course <> ''"),
            postgresql_where=text("met_at IS NULL AND course <> ''"),
        ),
        # what is late or near among what is open, and what ended on a day
        Index("ix_clock_ended", "met_at", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(max_length=40, index=True)
    #: rule of the regime: R3, F2
    rule: str = Field(max_length=20)
    regime: str = Field(max_length=40)
    regime_version: str = Field(max_length=20)
    kind: ClockKind = Field(sa_type=Enum(ClockKind, native_enum=False, length=12, values_callable=_values))
    state: ClockState = Field(sa_type=Enum(ClockState, native_enum=False, length=12, values_callable=_values))
    #: where the counting begins: the event, or the latest fresh start
    started_at: datetime = Field(sa_type=UtcDateTime)
    #: the last instant that is still in time; while the clock stands still, what it was before
    due_at: datetime = Field(sa_type=UtcDateTime)
    met_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: the holiday calendar of the due year was missing, so nothing was rolled forward
    provisional: bool = False
    #: how the due time came about, one step a line
    derivation: str = ""
    course: Course = Field(default=PLAIN, sa_column=Column(CourseText, nullable=False, server_default=""))
    #: hall hours as they were known when the counting began: other hours later move nothing
    hours: HallHours | None = Field(default=None, sa_column=Column(HoursText, nullable=True))
    #: when the sweep has to look at it next: a warning, the end, a step after the end; None: never again, or not now
    alarm_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: how far its alarms have gone, see `alarms`
    mark: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class RegimeVersion(Stamped, Guarded, table=True):
    """A version of a regime that was uploaded; the files of the program hold beside it."""

    __tablename__ = "regime_version"

    id: str = Field(primary_key=True, max_length=40)
    version: str = Field(primary_key=True, max_length=20)
    valid_from: date
    #: TOML, checked before it was stored
    document: str
    at: datetime = Field(sa_type=UtcDateTime)


class CalendarYear(Stamped, Guarded, table=True):
    """The days of one year as announced; holds before the package and the files of the settings."""

    __tablename__ = "calendar_year"

    year: int = Field(primary_key=True)
    #: JSON, see `server.clocks.calendar.YearFile`
    document: str
    at: datetime = Field(sa_type=UtcDateTime)
