"""Read access for other programs in the shape of Open311 GeoReport v2: progress by number and query code.

Only what the public page shows, with the same lock after wrong codes. There are no lists, no maps and no way to register:
petitions are not public. `service_request_id` is the number on the slip; the query code goes with it as `code`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated
from xml.etree import ElementTree

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases.progress import Progress, progress
from server.cases.rules import CLOSED, CaseState
from server.contract.v1 import ClockState, ErrorCode
from server.core.errors import STATUS, HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.routing.scheme import classes

router = APIRouter(prefix="/open311/v2", tags=["open311"])


class Form(StrEnum):
    JSON = "json"
    XML = "xml"


_Rows = Sequence[Mapping[str, str]]


@router.get("/discovery.{form}", dependencies=[permit(Action.VISIT)])
def discovery(form: Form, centre: CentreDep) -> Response:
    """What is offered here and where."""
    settings = centre.settings
    row = {
        "changeset": "2026-11-21T00:00:00+08:00",
        "contact": f"{settings.hall_name} {settings.hall_phone}",
        "key_service": "凭登记编号和查询码查询 · number and query code from the slip",
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": "/open311/v2",
        "type": "production",
        "formats": "application/json, text/xml",
    }
    return _answer(form, "discovery", "endpoint", [row])


@router.get("/services.{form}", dependencies=[permit(Action.VISIT)])
def services(form: Form) -> Response:
    """The first level of the content classes; matters are brought to the hall, not sent here."""
    rows = [
        {
            "service_code": branch.code,
            "service_name": branch.alias or branch.path[0],
            "description": "／".join(branch.path),
            "metadata": "false",
            "type": "realtime",
            "keywords": "",
            "group": "信访",
        }
        for branch in classes().values()
        if len(branch.path) == 1
    ]
    return _answer(form, "services", "service", rows)


@router.get("/requests/{number}.{form}", dependencies=[permit(Action.VISIT)])
def request(
    number: Annotated[str, Path(max_length=60)],
    form: Form,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    code: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """One matter: state, dates, unit. A wrong pair and a sealed matter answer alike."""
    try:
        found = progress(Work(session, centre, now, "public"), number, code)
    except HallError as refused:
        if refused.code not in (ErrorCode.NOT_FOUND, ErrorCode.TOO_MANY_REQUESTS):
            raise
        status, problem = STATUS[refused.code], refused.problem
        fault = {"code": str(status), "description": f"{problem.message} {problem.message_en}"}
        return _answer(form, "errors", "error", [fault], status)
    return _answer(form, "service_requests", "request", [_request(found)])


def _request(found: Progress) -> dict[str, str]:
    latest = max((milestone.at for milestone in found.milestones), default=found.registered_at)
    running = [clock.due_at for clock in found.clocks if clock.state is ClockState.RUNNING]
    return {
        "service_request_id": found.number,
        "status": "closed" if CaseState(found.state) in CLOSED else "open",
        "status_notes": found.state_text,
        "service_name": "信访事项",
        "service_code": "",
        "description": "",
        "agency_responsible": found.unit_name,
        "service_notice": " ".join(found.next_steps),
        "requested_datetime": found.registered_at.isoformat(),
        "updated_datetime": latest.isoformat(),
        "expected_datetime": min(running).isoformat() if running else "",
    }


def _answer(form: Form, plural: str, singular: str, rows: _Rows, status: int = 200) -> Response:
    headers = {"Cache-Control": "private, no-store"}
    if form is Form.JSON:
        return JSONResponse([dict(row) for row in rows], status, headers)
    root = ElementTree.Element(plural)
    for row in rows:
        one = ElementTree.SubElement(root, singular)
        for name, text in row.items():
            ElementTree.SubElement(one, name).text = text
    return Response(
        ElementTree.tostring(root, encoding="utf-8", xml_declaration=True), status, headers, "text/xml; charset=utf-8"
    )
