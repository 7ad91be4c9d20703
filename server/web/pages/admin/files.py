"""/admin/exchange: master data as files, out, and in after a look at what would change."""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import RedirectResponse, Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.sheet import Format
from server.core.work import Work
from server.exchange import tables
from server.exchange.plan import Plan
from server.exchange.tables import Subject
from server.web.guard import ConfirmedDep, PersonDep, acting
from server.web.pages.admin.frame import QUIET, Said, finished, refusal, show

router = APIRouter(prefix="/admin/exchange", dependencies=[permit(Action.ADMINISTER)])
TITLES: dict[Subject, tuple[str, str]] = {
    Subject.REGIONS: ("区划", "Regions"),
    Subject.UNITS: ("单位", "Units"),
    Subject.ROSTER: ("岗位", "Posts"),
    Subject.CATALOGUE: ("责任清单", "Duties"),
}
_MOST = 2_000_000
#: the file comes back with the confirmation, in a form whose fields hold a megabyte and no more
_MOST_PACKED = 1_000_000
Packed = Annotated[str, Form(max_length=_MOST_PACKED)]


@router.get("")
def ask(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, done: str = "") -> Response:
    return _page(acting(person, session, centre, now), person, finished(done))


def _page(
    work: Work,
    person: PersonDep,
    said: Said,
    subject: Subject = Subject.UNITS,
    plan: Plan | None = None,
    packed: str = "",
) -> Response:
    return show(
        "exchange.html",
        work,
        person,
        "exchange",
        said,
        titles=TITLES,
        subject=subject,
        plan=plan,
        packed=packed,
        forms=[form.value for form in Format],
    )


@router.get("/file")
def take_out(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    subject: Subject = Subject.UNITS,
    form: Format = Format.CSV,
) -> Response:
    data = tables.take_out(acting(person, session, centre, now), subject, form)
    headers = {
        "Content-Disposition": f'attachment; filename="{subject.value}.{form.value}"',
        "Cache-Control": "private, no-store",
    }
    return Response(data, media_type=form.media_type, headers=headers)


@router.post("")
def take_in(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    subject: Annotated[Subject, Form()],
    file: UploadFile | None = None,
    packed: Packed = "",
    save: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """First say what the file would change; store it when that was seen."""
    work = acting(person, session, centre, now)
    try:
        data = _content(file, packed)
    except HallError as error:
        return _page(work, person, refusal(error), subject)
    plan = tables.take_in(work, subject, data, dry_run=not save)
    if save and not plan.faults:
        return RedirectResponse("/admin/exchange?done=1", status_code=303)
    said = Said(problem="有错误，未保存任何内容 · Nothing was stored", status=422) if plan.faults else QUIET
    return _page(work, person, said, subject, plan, _pack(data))


def _pack(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode()


def _unpack(packed: str) -> bytes:
    """Return the file that `_pack` was given, b"" for anything else; one that is too large is cut off above `_MOST`."""
    try:
        return zlib.decompressobj().decompress(base64.b64decode(packed, validate=True), _MOST + 1)
    except (binascii.Error, zlib.error, ValueError):
        return b""


def _content(file: UploadFile | None, packed: str) -> bytes:
    data = b""
    if file is not None and file.filename:
        data = file.file.read(_MOST + 1)
    elif packed:
        data = _unpack(packed)
    if not data or len(data) > _MOST or len(_pack(data)) > _MOST_PACKED:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            f"请选择 CSV 或 XLSX 文件，不超过 {_MOST // 1_000_000} MB。",
            f"Choose a CSV or XLSX file of at most {_MOST // 1_000_000} MB.",
            "更大的文件用命令导入 · Larger ones: hall admin import",
        )
    return data
