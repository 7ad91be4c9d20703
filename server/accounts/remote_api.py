"""JSON routes of terminals: their settings from afar, signed, and their health."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from server.accounts import kiosks, passwords, remote
from server.accounts.asking import AccountDep, KioskDep, ProvedDep
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.contract.v1 import API
from server.contract.v1.base import Answer
from server.contract.v1.base import Request as Message
from server.contract.v1.terminals import DeviceHealth, HealthNoted, KioskHealth, RemoteSettings, SettingsEnvelope
from server.core.errors import not_found
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work

router = APIRouter(prefix=API, tags=["terminals"])
_TERMINAL, _ADMINISTER = [permit(Action.TERMINAL)], [permit(Action.ADMINISTER)]
KioskId = Annotated[str, Path(max_length=40)]


class SettingsView(Answer):
    """What is set on a terminal. The hash of the PIN goes to the terminal alone."""

    version: int
    settings: RemoteSettings
    attendant_pin: bool


class SettingsChange(Message):
    settings: RemoteSettings
    #: version that was looked at
    seen: int = Field(ge=0, le=2**31 - 1)
    #: a new PIN; None keeps the one there is, "" takes it away
    attendant_pin: str | None = Field(default=None, pattern=r"^(\d{6,12})?$")


class HealthView(Answer):
    kiosk: str
    name: str
    region: str
    #: None: never heard of
    at: datetime | None
    silent: bool
    version: str = ""
    paper: str = ""
    unsent: int = 0
    settings_version: int = 0
    #: newest version there is
    settings_newest: int = 0
    devices: tuple[DeviceHealth, ...] = ()


class HealthList(Answer):
    items: tuple[HealthView, ...]


@router.get("/kiosks/settings", dependencies=_TERMINAL)
def own_settings(kiosk: KioskDep, session: SessionDep, centre: CentreDep, now: NowDep) -> SettingsEnvelope:
    return remote.envelope(Work(session, centre, now, f"kiosk:{kiosk.id}"), kiosk)


@router.post("/kiosks/health", dependencies=_TERMINAL)
def report(body: KioskHealth, kiosk: KioskDep, session: SessionDep, centre: CentreDep, now: NowDep) -> HealthNoted:
    return HealthNoted(settings_version=remote.report(Work(session, centre, now, f"kiosk:{kiosk.id}"), kiosk, body))


@router.get("/kiosks/health", dependencies=_ADMINISTER)
def health(_who: AccountDep, session: SessionDep, now: NowDep) -> HealthList:
    """Terminals in use, each with what it last said."""
    said, newest = remote.reports(session), remote.versions(session)
    items = []
    for one in kiosks.every(session):
        if one.revoked_at is not None:
            continue
        known = HealthView(
            kiosk=one.id,
            name=one.name,
            region=one.region,
            at=None,
            silent=True,
            settings_newest=newest.get(one.id, 0),
        )
        if (last := said.get(one.id)) is not None:
            known = known.model_copy(
                update={
                    "at": last.at,
                    "silent": last.silent(now),
                    "version": last.version,
                    "paper": last.paper,
                    "unsent": last.unsent,
                    "settings_version": last.settings_version,
                    "devices": last.devices,
                }
            )
        items.append(known)
    return HealthList(items=tuple(items))


@router.get("/kiosks/{kiosk_id}/settings", dependencies=_ADMINISTER)
def settings_of(kiosk_id: KioskId, _who: AccountDep, session: SessionDep) -> SettingsView:
    if all(one.id != kiosk_id for one in kiosks.every(session)):
        raise not_found()
    return _view(*remote.of(session, kiosk_id))


@router.put("/kiosks/{kiosk_id}/settings", dependencies=_ADMINISTER)
def change_settings(
    kiosk_id: KioskId, body: SettingsChange, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> SettingsView:
    work = Work(session, centre, now, f"account:{who.account.username}")
    settings = with_pin(session, kiosk_id, body.settings, body.attendant_pin)
    remote.set_to(work, kiosk_id, settings, seen=body.seen)
    return _view(*remote.of(session, kiosk_id))


def with_pin(session: SessionDep, kiosk_id: str, settings: RemoteSettings, pin: str | None) -> RemoteSettings:
    """Return the settings with the PIN that is to hold; what the request says of its hash does not count."""
    kept = remote.of(session, kiosk_id)[1].attendant_pin_hash
    hashed = kept if pin is None else passwords.hash_password(pin) if pin else None
    return settings.model_copy(update={"attendant_pin_hash": hashed})


def _view(version: int, settings: RemoteSettings) -> SettingsView:
    return SettingsView(
        version=version,
        settings=settings.model_copy(update={"attendant_pin_hash": None}),
        attendant_pin=settings.attendant_pin_hash is not None,
    )
