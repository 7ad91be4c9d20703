"""The plan of notices: urgency, quiet hours, retries, deputies' waiting times, bulletin, channels. A TOML file.

`plan.toml` beside this file holds for every centre that names none of its own (setting `notices`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from sqlmodel import Session

from server.notify.rules import Quiet, Retry
from server.notify.tables import NoticeKind, Urgency
from server.units.tables import PostRole

#: key of the plan in `session.info`
SETTINGS = "notify"
DEFAULT = Path(__file__).with_name("plan.toml")

#: kinds that plans made before them do not name
_LATER: Mapping[NoticeKind, Urgency] = {
    # somebody is standing there
    NoticeKind.CALL: Urgency.URGENT,
    NoticeKind.INSTRUCTION: Urgency.URGENT,
    NoticeKind.SUPERVISION: Urgency.ORDINARY,
    NoticeKind.FOLLOWED: Urgency.ORDINARY,
}


class PlanInvalid(ValueError):
    """The plan cannot be used; the message names the file and what to mend, and no address of a channel."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class QuietHours(_Row):
    begin: time
    end: time
    #: a day the hall is closed is quiet altogether
    rest_days: bool

    @model_validator(mode="after")
    def _some_night(self) -> QuietHours:
        if self.begin == self.end:
            raise ValueError("quiet: begin and end are the same moment")
        return self


class Retries(_Row):
    first_seconds: float = Field(gt=0, le=3600)
    factor: float = Field(ge=1, le=10)
    longest_seconds: float = Field(gt=0, le=86_400)
    attempts: int = Field(ge=1, le=50)
    jitter: float = Field(ge=0, lt=1)


class Unread(_Row):
    """A notice of this kind that lies unread with the holder of this post goes to the deputy."""

    kind: NoticeKind
    post: PostRole
    minutes: int = Field(ge=1, le=7 * 24 * 60)


class Bulletin(_Row):
    at: time
    #: who has one; nobody when empty
    posts: tuple[PostRole, ...]
    rest_days: bool


class Channel(_Row):
    """One Apprise address and whose notices go there: of one account, or of everybody with a post in a unit.

    A channel of a unit is a group: an event that reaches several of its people is said there once.
    """

    name: str = Field(pattern=r"^[\w.-]{1,60}$")
    #: https://github.com/caronc/apprise/wiki; holds tokens, so this file is readable for the centre alone
    url: SecretStr
    account: str = ""
    unit: str = ""
    post: PostRole | None = None
    urgency: tuple[Urgency, ...] = tuple(Urgency)

    @model_validator(mode="after")
    def _somebody(self) -> Channel:
        if bool(self.account) == bool(self.unit or self.post):
            raise ValueError(f"channel {self.name}: give an account, or a unit and/or a post")
        return self


#: stands in the address of the gateway where the number goes
PHONE = "{phone}"


class Petitioners(_Row):
    """The SMS gateway for who registered a matter and left a mobile number. Without one nobody is texted."""

    #: an Apprise address with {phone} in it; holds tokens as those of channels do
    url: SecretStr

    @model_validator(mode="after")
    def _whereto(self) -> Petitioners:
        if self.url.get_secret_value().count(PHONE) != 1:
            raise ValueError(f"petitioners: the address names {PHONE} once, where the number goes")
        return self

    def address(self, phone: str) -> str:
        return self.url.get_secret_value().replace(PHONE, phone)


class Plan(_Row):
    version: str = Field(min_length=1, max_length=20)
    urgency: dict[NoticeKind, Urgency]
    quiet: QuietHours
    retry: Retries
    unread: tuple[Unread, ...] = ()
    bulletin: Bulletin
    channel: Annotated[tuple[Channel, ...], Field(max_length=1000)] = ()
    petitioners: Petitioners | None = None

    @model_validator(mode="after")
    def _whole(self) -> Plan:
        missing = [kind.value for kind in NoticeKind if kind not in self.urgency and kind not in _LATER]
        if missing:
            raise ValueError(f"urgency: {', '.join(missing)} is missing")
        names = [one.name for one in self.channel]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"channel {twice[0]} is named twice")
        return self

    def urgency_of(self, kind: NoticeKind) -> Urgency:
        return self.urgency.get(kind) or _LATER[kind]

    @property
    def quiet_hours(self) -> Quiet:
        return Quiet(self.quiet.begin, self.quiet.end, self.quiet.rest_days)

    @property
    def retries(self) -> Retry:
        plan = self.retry
        return Retry(
            timedelta(seconds=plan.first_seconds),
            plan.factor,
            timedelta(seconds=plan.longest_seconds),
            plan.attempts,
            plan.jitter,
        )

    def patience(self, kind: NoticeKind, posts: frozenset[PostRole]) -> timedelta | None:
        """Return how long a notice of this kind may lie unread with the holder of these posts; None: for ever."""
        minutes = [one.minutes for one in self.unread if one.kind is kind and one.post in posts]
        return timedelta(minutes=min(minutes)) if minutes else None

    def channel_named(self, name: str) -> Channel | None:
        return next((one for one in self.channel if one.name == name), None)


def load_plan(path: Path | None = None) -> Plan:
    """Read a plan; raise PlanInvalid."""
    file = path or DEFAULT
    try:
        plan = Plan.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise PlanInvalid(f"通知方案 {file} 不能使用 · the plan of notices cannot be used: {error}") from error
    addresses = {one.name: one.url.get_secret_value() for one in plan.channel}
    if plan.petitioners is not None:
        addresses["petitioners"] = plan.petitioners.address("13800000000")
    if addresses:
        # a mistyped address is said at the start, not at the first notice; only who has channels waits for Apprise
        from server.notify.apprising import understood

        if wrong := [name for name, url in addresses.items() if not understood(url)]:
            raise PlanInvalid(
                f"通知方案 {file} 中渠道 {', '.join(wrong)} 的地址无法识别 · the address of this channel is not understood; "
                "see https://github.com/caronc/apprise/wiki"
            )
    return plan


_default: list[Plan] = []


def plan_of(session: Session) -> Plan:
    """Return the plan in force, put into `session.info` by the composition root; else the one every centre has."""
    found = session.info.get(SETTINGS)
    if isinstance(found, Plan):
        return found
    if not _default:
        _default.append(load_plan())
    return _default[0]
