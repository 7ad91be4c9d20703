"""What happened to one clock beside its start: a limit of its own, pauses, extensions, fresh starts. Pure values.

Reasons are those the rule gives. What a person wrote lies sealed in the history of the matter; no free text is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict

from server.clocks.events import Event


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pause(_Value):
    """Time that does not count. `until` is None while it lasts."""

    on: Event
    since: AwareDatetime
    until: AwareDatetime | None = None
    reason: str


class Extension(_Value):
    """More days of the rule's unit, approved by a named person before the limit ended."""

    days: int
    at: AwareDatetime
    approver: str


class Restart(_Value):
    """The clock began anew at `at`; before that it had run since `former`."""

    on: Event
    at: AwareDatetime
    former: AwareDatetime
    reason: str


class Course(_Value):
    """Everything beside rule and start that a due time depends on."""

    #: the limit set for this case, in the rule's unit; None: the rule's own
    amount: int | None = None
    #: why the limit counts from before the event that began it, in words; "" where it does not
    dated_back: str = ""
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    restarts: tuple[Restart, ...] = ()

    @property
    def paused(self) -> Pause | None:
        """The pause that lasts, if any."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].until is None else None

    @property
    def extended_days(self) -> int:
        return sum(extension.days for extension in self.extensions)

    def pause(self, on: Event, at: datetime, reason: str) -> Course:
        """Return the course with time standing still since `at`; unchanged while it does already."""
        return self if self.paused else self._with(pauses=(*self.pauses, Pause(on=on, since=at, reason=reason)))

    def resume(self, at: datetime) -> Course:
        """Return the course running on from `at`; unchanged when it runs. A pause never ends before it began."""
        if self.paused is None:
            return self
        ended = self.paused.model_copy(update={"until": max(at, self.paused.since)})
        return self._with(pauses=(*self.pauses[:-1], ended))

    def extend(self, extension: Extension) -> Course:
        return self._with(extensions=(*self.extensions, extension))

    def restart(self, on: Event, at: datetime, former: datetime, reason: str) -> Course:
        """Return the course of a clock that counts anew: earlier pauses belong to the former run and shift nothing."""
        fresh = Restart(on=on, at=at, former=former, reason=reason)
        return self._with(pauses=(), restarts=(*self.restarts, fresh))

    def spans(self) -> tuple[tuple[datetime, datetime], ...]:
        """The ended pauses, in order."""
        return tuple((pause.since, pause.until) for pause in self.pauses if pause.until is not None)

    def _with(self, **change: object) -> Course:
        return self.model_copy(update=change)


PLAIN = Course()


@dataclass(frozen=True, slots=True)
class Spent:
    """Where the time between the start and a moment went; the three add up to what passed."""

    charged: timedelta = timedelta(0)
    paused: timedelta = timedelta(0)
    #: outside hall hours
    closed: timedelta = timedelta(0)

    def plus(self, **more: timedelta) -> Spent:
        return replace(self, **{name: getattr(self, name) + length for name, length in more.items()})
