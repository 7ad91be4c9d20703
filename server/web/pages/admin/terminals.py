"""/admin/kiosks: terminals with their health, codes of enrolment, settings from afar, revoking."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from server.accounts import enrolment, kiosks, remote
from server.accounts.api import SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.accounts.remote_api import with_pin
from server.accounts.tables import Kiosk
from server.contract.v1 import ErrorCode
from server.contract.v1.terminals import RemoteSettings
from server.core.errors import HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web.guard import ConfirmedDep, PersonDep, acting
from server.web.pages.admin.frame import (
    QUIET,
    Said,
    Secret,
    Short,
    attempt,
    finished,
    prove,
    refusal,
    region_names,
    show,
)

router = APIRouter(prefix="/admin/kiosks", dependencies=[permit(Action.ADMINISTER)])
Words = Annotated[str, Query(max_length=60)]
Text = Annotated[str, Form(max_length=4000)]

#: field -> Chinese, English
SWITCHES = {
    "voice": ("语音朗读", "Voice"),
    "large_type": ("默认大字", "Large type"),
    "high_contrast": ("默认高对比", "High contrast"),
    "leaflets": ("提供告知材料", "Leaflets"),
    "paper_warning": ("缺纸提醒", "Paper warning"),
}
DEVICES = {
    "reader": "读卡器",
    "camera": "拍摄仪",
    "scanner": "扫描仪",
    "printer": "热敏打印机",
    "papers": "A4 打印机",
    "screen": "屏幕",
    "centre": "中心连接",
    "ocr": "文字识别",
}


@router.get("")
def every(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, done: Words = "") -> Response:
    return _list(acting(person, session, centre, now), person, finished(done))


def _list(work: Work, person: SignedIn, said: Said) -> Response:
    return show(
        "kiosks.html",
        work,
        person,
        "kiosks",
        said,
        kiosks=sorted(kiosks.every(work.session), key=lambda one: (one.revoked_at is not None, one.name)),
        reports=remote.reports(work.session),
        newest=remote.versions(work.session),
        regions=region_names(work),
        devices=DEVICES,
    )


@router.get("/kiosk")
def one(
    person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, which: Words = "", done: Words = ""
) -> Response:
    found = session.get(Kiosk, which)
    if found is None:
        return RedirectResponse("/admin/kiosks", status_code=303)
    return _kiosk(acting(person, session, centre, now), person, found, None, finished(done))


def _kiosk(work: Work, person: SignedIn, kiosk: Kiosk, typed: dict[str, Any] | None, said: Said) -> Response:
    version, settings = remote.of(work.session, kiosk.id)
    return show(
        "kiosk.html",
        work,
        person,
        "kiosks",
        said,
        kiosk=kiosk,
        report=remote.reports(work.session).get(kiosk.id),
        version=version,
        typed=typed or settings.model_dump(),
        pin=settings.attendant_pin_hash is not None,
        regions=region_names(work),
        switches=SWITCHES,
        devices=DEVICES,
    )


@router.post("/settings")
def save(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    which: Short = "",
    seen: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
    voice: Short = "",
    large_type: Short = "",
    high_contrast: Short = "",
    leaflets: Short = "",
    paper_warning: Short = "",
    volume: Short = "",
    idle_warn_seconds: Short = "",
    idle_wipe_seconds: Short = "",
    hall_name: Short = "",
    hall_information: Text = "",
    pin: Short = "",
    no_pin: Short = "",
    password: Secret = "",
    factor_code: Secret = "",
) -> Response:
    work = acting(person, session, centre, now)
    kiosk = session.get(Kiosk, which)
    if kiosk is None:
        return RedirectResponse("/admin/kiosks", status_code=303)
    switches = (voice, large_type, high_contrast, leaflets, paper_warning)
    typed: dict[str, Any] = dict(zip(SWITCHES, ({"on": True, "off": False}.get(one) for one in switches), strict=True))
    texts = {
        "volume": volume,
        "idle_warn_seconds": idle_warn_seconds,
        "idle_wipe_seconds": idle_wipe_seconds,
        "hall_name": hall_name,
        "hall_information": hall_information.replace("\r\n", "\n"),
    }
    typed |= {name: text.strip() or None for name, text in texts.items()}

    def act() -> str:
        prove(work, person, password, factor_code)
        wanted = "" if no_pin else _pin(pin)
        settings = with_pin(session, kiosk.id, _checked(typed), wanted)
        remote.set_to(work, kiosk.id, settings, seen=seen)
        return f"/admin/kiosks/kiosk?which={kiosk.id}&done=1"

    return attempt(session, act, lambda said: _kiosk(work, person, kiosk, typed, said))


@router.post("/invite")
def invite(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    name: Short = "",
    region: Short = "",
    password: Secret = "",
    factor_code: Secret = "",
) -> Response:
    """Answer with the code: this page is the only time it is shown."""
    work = acting(person, session, centre, now)
    try:
        prove(work, person, password, factor_code)
        if not name.strip() or len(name.strip()) > 60 or region not in region_names(work):
            raise HallError(ErrorCode.INVALID_REQUEST, "请填写名称并选择区划。", "Give a name and a region.")
        code = enrolment.invite(work, name.strip(), region)
    except HallError as error:
        session.rollback()
        return _list(work, person, refusal(error))
    return show("kiosk_code.html", work, person, "kiosks", QUIET, code=code, name=name.strip())


@router.post("/revoke")
def revoke(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    which: Short = "",
    password: Secret = "",
    factor_code: Secret = "",
) -> Response:
    work = acting(person, session, centre, now)
    kiosk = session.get(Kiosk, which)
    if kiosk is None:
        return RedirectResponse("/admin/kiosks", status_code=303)

    def act() -> str:
        prove(work, person, password, factor_code)
        kiosks.revoke(work, kiosk.id)
        return "/admin/kiosks?done=1"

    return attempt(session, act, lambda said: _kiosk(work, person, kiosk, None, said))


def _checked(typed: dict[str, Any]) -> RemoteSettings:
    try:
        return RemoteSettings.model_validate(typed)
    except ValidationError as error:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            "设置超出范围：音量 0–100；提醒 15–600 秒，清除 30–900 秒且晚于提醒 10 秒以上，两项同填。",
            "Out of bounds: volume 0-100; warn 15-600 s, wipe 30-900 s and 10 s after the warning, both or neither.",
            fields=tuple(str(item["loc"][0]) for item in error.errors() if item["loc"]),
        ) from error


def _pin(text: str) -> str | None:
    pin = text.strip()
    if pin and not (pin.isascii() and pin.isdecimal() and 6 <= len(pin) <= 12):
        raise HallError(ErrorCode.INVALID_REQUEST, "口令为 6 至 12 位数字。", "A PIN is 6 to 12 digits.")
    return pin or None
