"""JSON routes of exchange: master data in and out, matters out in the national layout."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from server.accounts.api import AccountDep, ChangingDep
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases.coming import Level
from server.cases.doors import DecidingDep, StaffWork
from server.contract.v1 import API
from server.contract.v1.base import Answer, AwareDatetime
from server.core import sheet
from server.core.sheet import Format
from server.exchange import handing_on, national, tables, taken_over
from server.exchange.plan import Plan
from server.exchange.tables import Subject

router = APIRouter(prefix=API, tags=["exchange"])

#: kept in memory up to this size, then in an unlinked file
_SPOOL_BYTES = 4_000_000
_CHUNK = 64 * 1024
_PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


class Fault(Answer):
    #: line of the file, counted from 1; 0 for the file as a whole
    line: int
    message: str


class Change(Answer):
    key: str
    #: column -> before, after
    columns: dict[str, tuple[str, str]]


class PlanView(Answer):
    """What a file changes, or changed. With faults nothing is stored."""

    stored: bool
    faults: tuple[Fault, ...]
    added: tuple[str, ...]
    changed: tuple[Change, ...]
    removed: tuple[str, ...]
    unchanged: int


async def _raw(request: Request) -> bytes:
    return await request.body()


@router.get("/reference/{subject}.{form}", dependencies=[permit(Action.ADMINISTER)])
def take_out(subject: Subject, form: Format, _signed_in: AccountDep, work: StaffWork) -> Response:
    data = tables.take_out(work, subject, form)
    headers = {**_PRIVATE, "Content-Disposition": f'attachment; filename="{subject.value}.{form.value}"'}
    return Response(data, media_type=form.media_type, headers=headers)


@router.post("/reference/{subject}", dependencies=[permit(Action.ADMINISTER)])
def take_in(
    subject: Subject,
    _signed_in: ChangingDep,
    work: StaffWork,
    data: Annotated[bytes, Depends(_raw)],
    dry_run: Annotated[bool, Query(description="只看会改什么 · only say what would change")] = False,
) -> PlanView:
    """The body is a CSV or XLSX file."""
    plan = tables.take_in(work, subject, data, dry_run=dry_run)
    return _view(plan, stored=not dry_run and not plan.faults)


def _view(plan: Plan, *, stored: bool) -> PlanView:
    return PlanView(
        stored=stored,
        faults=tuple(Fault(line=fault.line, message=fault.message) for fault in plan.faults),
        added=tuple(one.key for one in plan.added),
        changed=tuple(Change(key=one.key, columns=dict(one.columns)) for one in plan.changed),
        removed=tuple(one.key for one in plan.removed),
        unchanged=plan.unchanged,
    )


class TakenOver(Answer):
    #: number at the other office, and here; "" in a trial
    reference: str
    number: str


class ImportView(Answer):
    """What a file of matters means, or did. With faults nothing is stored."""

    stored: bool
    faults: tuple[Fault, ...]
    added: tuple[TakenOver, ...]
    #: taken over before
    unchanged: int


@router.post("/exchange/petitions", dependencies=[permit(Action.RECEIVE_CASES)])
def take_over(
    who: DecidingDep,
    work: StaffWork,
    data: Annotated[bytes, Depends(_raw)],
    level: Level = Level.CITY,
    dry_run: Annotated[bool, Query(description="只检查，不登记 · only check")] = False,
) -> ImportView:
    """The body is a CSV file or a JSON array in the national layout; each record becomes a matter referred from `level`."""
    taken = taken_over.take_over(work, who, data, level, dry_run=dry_run)
    return ImportView(
        stored=not dry_run and not taken.faults,
        faults=tuple(Fault(line=fault.line, message=fault.message) for fault in taken.faults),
        added=tuple(TakenOver(reference=there, number=here) for there, here in taken.added),
        unchanged=taken.unchanged,
    )


@router.get("/exchange/petitions.{form}", dependencies=[permit(Action.RECEIVE_CASES)])
def hand_on(
    form: Literal["json", "csv"], begin: AwareDatetime, end: AwareDatetime, signed_in: AccountDep, work: StaffWork
) -> Response:
    """The matters registered in `begin <= at < end` at the petition office whose desk the reader keeps."""
    records = handing_on.records(work, signed_in.account, begin, end)
    # the file outlives the transaction: it is read while the answer is sent
    spool: IO[bytes] = SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115
    write(spool, records, form)
    spool.seek(0)
    media_type = "application/json" if form == "json" else "text/csv; charset=utf-8"
    headers = {**_PRIVATE, "Content-Disposition": f'attachment; filename="petitions.{form}"'}
    return StreamingResponse(_chunks(spool), media_type=media_type, headers=headers)


def write(out: IO[bytes], records: Iterator[dict[str, str]], form: Literal["json", "csv"]) -> int:
    """Write the records and return how many: one JSON array, or CSV that Excel opens."""
    count = 0
    if form == "csv":
        text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
        table = csv.DictWriter(text, national.COLUMNS)
        table.writeheader()
        for record in records:
            table.writerow({name: sheet.marked(text) for name, text in record.items()})
            count += 1
        text.detach()
        return count
    out.write(b"[")
    for record in records:
        out.write((",\n" if count else "\n").encode() + json.dumps(record, ensure_ascii=False).encode())
        count += 1
    out.write(b"\n]\n")
    return count


def _chunks(spool: IO[bytes]) -> Iterator[bytes]:
    with spool:
        while chunk := spool.read(_CHUNK):
            yield chunk
