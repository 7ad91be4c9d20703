"""Matters in the national layout, as another office handed them on: each is registered here as one referred down.

What the layout says of disposal, service and evaluation is the other office's; the class is decided here (routing). The
number there is the reference here, and says whether a record was taken over before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal

from pydantic import ValidationError

from server.audit import service as audit
from server.cases import intake
from server.cases.access import Reader
from server.cases.coming import Level
from server.cases.intake import ReceivedRequest
from server.core import sheet
from server.core.errors import HallError
from server.core.ids import Form
from server.core.sheet import RowFault, SheetInvalid
from server.core.time import ZONE
from server.core.work import Work
from server.exchange.national import COLUMNS
from server.exchange.plan import said

#: records of one file: each is a registration, and all are one transaction
MOST = 500
REQUIRED = ("xfjbh", "djsj", "xfxs", "gkxx")
#: of the layout, not taken over: kept by the other office, decided here, or never collected (PIPL Art. 6)
IGNORED = ("id", "zzmm", "tsry")
#: as some offices write a column
_ALSO = {"sfyysl": "sffyysl"}
_KNOWN = (*COLUMNS, *IGNORED, *_ALSO)
_FORMS = {"001": Form.LETTER, "002": Form.PHONE, "003": Form.VISIT, "004": Form.NET}
_SEX = {"1": "1", "0": "2", "": "0"}
_FLAGS: Mapping[str, bool | None] = {"1": True, "0": False, "": None}
_MOMENTS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d")
#: where a fault of the request stands in the record
_COLUMN = {
    **{"reference": "xfjbh", "received_at": "djsj", "registered_at": "djsj", "form": "xfxs"},
    **{"petitioner.name": "xm", "petitioner.id_type": "zjlx", "petitioner.id_number": "zjhm"},
    **{"petitioner.ethnic": "mz", "petitioner.phone": "sjh", "petitioner.birth": "csrq"},
    **{"petitioner.address": "zz", "petitioner.registered_address": "hkszd"},
    **{"matter.summary": "gkxx", "matter.text": "tsnr", "matter.place_region": "wtsddm", "matter.dates": "wtfssj"},
    **{"matter.persons_present": "xfrs", "matter.persons_affected": "sjrs", "matter.complained_of": "bfyrhdw"},
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file means. With `faults` nothing of it is stored; `added` says number there and number here."""

    faults: tuple[RowFault, ...] = ()
    added: tuple[tuple[str, str], ...] = ()
    #: taken over before, with the same content
    unchanged: int = 0


def take_over(work: Work, who: Reader, data: bytes, level: Level, *, dry_run: bool) -> Taken:
    """Register every record, unless one has a fault or this is a trial; raise FORBIDDEN for others than a petition desk.

    A trial does everything and takes it back, so that it finds what the import would find. The caller's transaction ends it.
    """
    try:
        rows = _json(data) if data.lstrip()[:1] in (b"[", b"{") else sheet.read(data, _KNOWN, REQUIRED)
        if len(rows) > MOST:
            raise SheetInvalid(RowFault(0, f"超过 {MOST} 条 · more than {MOST} records"))
    except SheetInvalid as error:
        return Taken(error.faults)
    faults, added, unchanged = list[RowFault](), list[tuple[str, str]](), 0
    for line, row in rows:
        try:
            body = request(row, level)
            with work.session.begin_nested():
                answer = intake.receive(work, who, _key(row), body)
        except _Wrong as wrong:
            faults += [RowFault(line, f"{column}: {text}") for column, text in wrong.problems]
        except HallError as refused:
            if refused.code is refused.code.FORBIDDEN:
                raise
            columns = ",".join(_COLUMN.get(one, one) for one in refused.problem.fields)
            words = f"{refused.problem.message} {refused.problem.message_en}"
            faults.append(RowFault(line, f"{columns}: {words}" if columns else words))
        else:
            unchanged += answer.replayed
            added += [] if answer.replayed else [(row["xfjbh"], answer.number)]
    if faults or dry_run:
        work.session.rollback()
        numbers = () if faults else tuple((there, "") for there, _ in added)
        audit.record(work, "petitions.import_tried", f"records:{len(rows)}")
        return Taken(tuple(faults), numbers, unchanged)
    audit.record(work, "petitions.imported", f"records:{len(added)}")
    return Taken((), tuple(added), unchanged)


class _Wrong(ValueError):
    """Cells that say nothing this centre can store."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("a record with faults")
        self.problems = problems


def request(row: Mapping[str, str], level: Level) -> ReceivedRequest:
    """Return one record as the desk would write it down; raise `_Wrong` with every column at fault."""
    problems: list[tuple[str, str]] = []
    row = {**row, **{ours: row[theirs] for theirs, ours in _ALSO.items() if theirs in row and not row.get(ours)}}

    def cell(column: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(row.get(column, ""))
        except (KeyError, ValueError):
            problems.append((column, "格式不对 · cannot be read"))
            return None

    anonymous = bool(cell("nmbz", _FLAGS.__getitem__))
    asked = {
        "court": cell("sffyysl", _FLAGS.__getitem__),
        "reconsideration": cell("sfyjxzfy", _FLAGS.__getitem__),
        "arbitration": cell("sfzcjgysl", _FLAGS.__getitem__),
        "earlier_opinion": cell("sfyyfcfhyjs", _FLAGS.__getitem__),
    }
    said_by = {
        "name": row.get("xm", "") or ("匿名" if anonymous else ""),
        "id_type": row.get("zjlx", "") or "111",
        "id_number": row.get("zjhm", ""),
        "sex": cell("xb", _SEX.__getitem__),
        "ethnic": row.get("mz", ""),
        "birth": cell("csrq", _birth),
        "registered_address": row.get("hkszd", ""),
        "address": row.get("zz", ""),
        "phone": row.get("sjh", ""),
        "source": "manual",
        "verified": False,
    }
    matter = {
        "summary": row.get("gkxx", ""),
        "text": row.get("tsnr", ""),
        "place_region": row.get("wtsddm", ""),
        "complained_of": cell("bfyrhdw", lambda text: _complained_of(text, row.get("bfyrzw", ""))),
        "dates": [one for one in (row.get("wtfssj", ""),) if one],
        "persons_present": cell("xfrs", _count),
        "persons_affected": cell("sjrs", _count),
        "questions": asked,
        "publish": bool(cell("gkbz", _FLAGS.__getitem__)),
        "confidential": bool(cell("issecret", _FLAGS.__getitem__)),
    }
    body = {
        "form": cell("xfxs", _FORMS.__getitem__),
        "level": level,
        "reference": row.get("xfjbh", ""),
        "received_at": cell("djsj", _moment),
        "petitioner": said_by,
        "matter": matter,
        "anonymous": anonymous,
    }
    problems += [(column, "不能为空 · must not be empty") for column in REQUIRED if not row.get(column, "")]
    known = {column for column, _ in problems}
    try:
        made = ReceivedRequest.model_validate(body)
    except ValidationError as error:
        problems += [
            (column, said(item["type"], item.get("ctx", {})))
            for item in error.errors()
            if (column := _column(item["loc"])) not in known
        ]
        raise _Wrong(problems) from error
    if problems:
        raise _Wrong(problems)
    return made


def _json(data: bytes) -> list[sheet.Row]:
    """Return records with their place in the array, from 1."""
    try:
        read = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SheetInvalid(RowFault(0, "不是 JSON · not JSON")) from error
    if not isinstance(read, list):
        raise SheetInvalid(RowFault(0, "应为记录数组 · must be an array of records"))
    rows: list[tuple[int, Mapping[str, str]]] = []
    for number, record in enumerate(read, start=1):
        if not isinstance(record, dict) or not all(isinstance(cell, str | int | None) for cell in record.values()):
            raise SheetInvalid(RowFault(number, "应为文字字段 · must be an object of texts"))
        if unknown := sorted(set(record) - set(_KNOWN)):
            raise SheetInvalid(RowFault(number, f"没有这些字段 · unknown fields: {','.join(unknown)[:200]}"))
        cells = {name: "" if cell is None else str(cell).strip() for name, cell in record.items()}
        rows.append((number, cells))
    return rows


def _key(row: Mapping[str, str]) -> str:
    return f"national-{sha256(row['xfjbh'].encode()).hexdigest()[:40]}"


def _column(loc: tuple[int | str, ...]) -> str:
    names = [str(part) for part in loc if isinstance(part, str)]
    whole = ".".join(names[:2])
    return _COLUMN.get(whole, _COLUMN.get(names[0] if names else "", whole))


def _moment(text: str) -> datetime:
    for form in _MOMENTS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=ZONE)
        except ValueError:
            continue
    raise ValueError(text)


def _birth(text: str) -> date | None:
    return date.fromisoformat(text.replace("/", "-")) if text else None


def _count(text: str) -> int:
    return int(text) if text else 1


def _complained_of(names: str, posts: str) -> list[dict[str, str]]:
    """A post makes the one complained of a person; several stand with ； between them."""
    named = [one.strip() for one in names.replace(";", "；").split("；") if one.strip()]
    held = [one.strip() for one in posts.replace(";", "；").split("；")]
    return [_one(name, held[place] if place < len(held) else "") for place, name in enumerate(named)]


def _one(name: str, post: str) -> dict[str, str]:
    kind: Literal["person", "unit"] = "person" if post else "unit"
    return {"name": name, "kind": kind, "post": post}
