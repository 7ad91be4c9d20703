"""JSON route of the report, and the report as XLSX and PDF."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from printers.render.pdf import render_pdf
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.analysis import export, periods, report, who
from server.analysis.periods import PeriodKind
from server.analysis.report import Report
from server.audit import service as audit
from server.cases import deed
from server.cases.access import Reader
from server.cases.doors import ReadingDep, StaffWork
from server.contract.v1 import API
from server.core.sheet import Format
from server.core.time import local
from server.core.work import Work

router = APIRouter(prefix=API, tags=["reports"])

#: 2026-11, 2026-W47; the present one when empty
At = Annotated[str, Query(max_length=10)]
_XLSX: dict[int | str, dict[str, Any]] = {200: {"content": {Format.XLSX.media_type: {}}, "description": "XLSX"}}
_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "A4"}}


def found(work: Work, reader: Reader, kind: PeriodKind, at: str) -> Report:
    """Return the report of a period; raise FORBIDDEN, or INVALID_REQUEST for what is no period."""
    who.check(work, reader)
    try:
        period = periods.read(kind, at) if at else periods.of(kind, local(work.now).date())
    except periods.PeriodUnknown as error:
        raise deed.invalid("没有这个统计期。", "There is no such period.", "at") from error
    audit.record(work, "report.read", f"report:{period.name}")
    return report.make(work, period, reader)


def as_xlsx(made: Report) -> StreamingResponse:
    return StreamingResponse(export.xlsx(made), media_type=Format.XLSX.media_type, headers=_named(made, "xlsx"))


def as_pdf(made: Report) -> Response:
    return Response(render_pdf(export.paper(made)), media_type="application/pdf", headers=_named(made, "pdf"))


@router.get("/reports", dependencies=[permit(Action.READ_REPORTS)])
def read(reader: ReadingDep, work: StaffWork, kind: PeriodKind = PeriodKind.MONTH, at: At = "") -> Report:
    return found(work, reader, kind, at)


@router.get(
    "/reports.xlsx", dependencies=[permit(Action.READ_REPORTS)], response_class=StreamingResponse, responses=_XLSX
)
def read_xlsx(
    reader: ReadingDep, work: StaffWork, kind: PeriodKind = PeriodKind.MONTH, at: At = ""
) -> StreamingResponse:
    return as_xlsx(found(work, reader, kind, at))


@router.get("/reports.pdf", dependencies=[permit(Action.READ_REPORTS)], response_class=Response, responses=_PDF)
def read_pdf(reader: ReadingDep, work: StaffWork, kind: PeriodKind = PeriodKind.MONTH, at: At = "") -> Response:
    return as_pdf(found(work, reader, kind, at))


def _named(made: Report, ending: str) -> dict[str, str]:
    return {
        "content-disposition": f'attachment; filename="report-{made.period}.{ending}"',
        "cache-control": "no-store",
    }
