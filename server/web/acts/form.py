"""The parts of a form, and how what was typed becomes the request that the JSON interface takes as well. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from server.accounts.permissions import Action
from server.cases.access import Reader
from server.cases.choices import Choice
from server.cases.deed import Deed
from server.contract.v1.base import Request
from server.core.time import ZONE
from server.core.work import Work

M = TypeVar("M", bound=Request)
#: what becomes of the values read, before they are a request
Shape = Callable[[dict[str, Any]], dict[str, Any]]


def as_said(said: dict[str, Any]) -> dict[str, Any]:
    return said


class Kind(StrEnum):
    LINE = "line"
    LONG = "long"
    #: one thing a line, each of its own
    LINES = "lines"
    NUMBER = "number"
    #: of the hall; empty means now
    MOMENT = "moment"
    #: a moment to come; empty means none
    BY = "by"
    TICK = "tick"
    SELECT = "select"
    #: one unit, and any number of them
    UNIT = "unit"
    UNITS = "units"
    #: a content class of the scheme
    CATEGORY = "category"
    #: six digits that the hall shows
    CODE = "code"
    #: images from a camera; what is sent is stored first, then named by its hash
    PHOTOS = "photos"
    #: another matter, by its number
    MATTER = "matter"
    #: an account of the unit that has the matter
    COLLEAGUE = "colleague"
    #: an account, of those who have to do with the matter
    PERSON = "person"


#: letters of the name of a file that are shown
_NAME = 60
#: what somebody writes, as against what is chosen
WRITTEN = frozenset({Kind.LINE, Kind.LONG, Kind.LINES})


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: Kind
    text: str
    text_en: str
    #: letters of a text, or bounds of a number
    least: int = 0
    most: int = 2000
    required: bool = True
    hint: str = ""
    #: (value, words) of a choice
    options: tuple[tuple[str, str], ...] = ()
    #: a unit: the one that has the matter is chosen until somebody chooses another
    holder: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """`law` stands beside the form: what the step does and by which article. `rule` names the clocks shown with it, parted by
    spaces, "" for none. `final` says what cannot be undone, and is confirmed by a tick; `undo` says how it is taken back.
    """

    choice: Choice
    icon: str
    text: str
    text_en: str
    law: str
    done: str
    model: type[Request]
    take: Callable[[Work, Reader, str, Any], object]
    fields: tuple[Field, ...] = ()
    rule: str = ""
    action: Action = Action.HANDLE_CASES
    #: shapes what the fields say into what the request has
    shape: Shape = as_said
    #: seldom needed: stands below the others, folded
    rare: bool = False
    final: str = ""
    undo: str = ""
    #: what is shown once of the result and never again, "" for nothing
    tell: Callable[[Any], str] = field(default=lambda _made: "")


class Unreadable(ValueError):
    """The form says something no request can say; `problems` name the field and what is wrong with it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("the form is not complete")
        self.problems = dict(problems)


def typed(act_fields: tuple[Field, ...], form: FormData) -> dict[str, str]:
    """Return what was typed, to be shown again when it is not accepted."""
    written = [one for one in act_fields if one.kind is not Kind.PHOTOS]
    return {one.name: ",".join(str(value) for value in form.getlist(one.name)) for one in written}


def pictures(act_fields: tuple[Field, ...], form: FormData) -> tuple[tuple[str, bytes], ...]:
    """Return name and content of the images that came with the form; raise `Unreadable` for more than the field takes."""
    for one in act_fields:
        if one.kind is not Kind.PHOTOS:
            continue
        sent = [part for part in form.getlist(one.name) if isinstance(part, UploadFile) and part.filename]
        if len(sent) > one.most:
            raise Unreadable({one.name: f"最多 {one.most} 张 · At most {one.most}"})
        return tuple(((part.filename or "")[-_NAME:], part.file.read()) for part in sent)
    return ()


#: name of the tick that confirms what cannot be undone
SURE = "sure"
_UNSURE = {SURE: "请核对后勾选 · Please check, then tick"}


def requested(act: Act, form: FormData, now: datetime) -> Request:
    """Return the request of a step, confirmed where it cannot be undone; raise `Unreadable`."""
    unsure = _UNSURE if act.final and not form.get(SURE) else {}
    try:
        made = read(act.model, act.fields, form, now, act.shape)
    except Unreadable as wrong:
        raise Unreadable(wrong.problems | unsure) from wrong
    if unsure:
        raise Unreadable(unsure)
    return made


def read(
    model: type[M],
    fields: tuple[Field, ...],
    form: FormData,
    now: datetime,
    shape: Shape = as_said,
) -> M:
    """Return the request a form stands for; raise `Unreadable`."""
    said: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for one in fields:
        try:
            value = _value(one, form, now)
        except ValueError:
            problems[one.name] = "请重新填写 · Please fill this in again"
        else:
            if value is not None:
                said[one.name] = value
            elif one.required:
                problems[one.name] = "请填写 · Required"
    if problems:
        raise Unreadable(problems)
    try:
        return model.model_validate(shape(said) | _version(model, form))
    except ValidationError as error:
        raise Unreadable(dict(_problem(one, fields) for one in error.errors(include_url=False))) from error


def _version(model: type[Request], form: FormData) -> dict[str, Any]:
    return {"version": str(form.get("version", ""))} if issubclass(model, Deed) else {}


def _value(one: Field, form: FormData, now: datetime) -> object:
    if one.kind is Kind.TICK:
        return one.name in form
    if one.kind is Kind.PHOTOS:
        return None
    if one.kind is Kind.UNITS:
        return tuple(str(value) for value in form.getlist(one.name) if value)
    text = str(form.get(one.name, "")).strip()
    if one.kind is Kind.LINES:
        return tuple(line.strip() for line in text.splitlines() if line.strip()) or None
    if one.kind is Kind.MOMENT:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE) if text else now
    if not text:
        return None
    if one.kind is Kind.BY:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    return int(text) if one.kind is Kind.NUMBER else text


def _problem(error: Any, fields: tuple[Field, ...]) -> tuple[str, str]:
    where = [str(part) for part in error["loc"]]
    name = next((one.name for one in fields if one.name in where), where[0] if where else "")
    match error["type"]:
        case "string_too_short":
            return name, f"至少 {error['ctx']['min_length']} 个字 · At least {error['ctx']['min_length']} characters"
        case "string_too_long":
            return name, f"至多 {error['ctx']['max_length']} 个字 · At most {error['ctx']['max_length']} characters"
        case "greater_than_equal" | "less_than_equal":
            return name, "超出允许范围 · Out of range"
        case _:
            return name, "请重新填写 · Please fill this in again"
