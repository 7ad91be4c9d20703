"""Settings of a terminal from afar, and its health as it last said."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from server.accounts.tables import Kiosk, KioskReport, KioskSettings
from server.contract.v1 import ErrorCode
from server.contract.v1.terminals import (
    REPORT_SECONDS,
    DeviceHealth,
    KioskHealth,
    RemoteSettings,
    SettingsEnvelope,
    settings_text,
)
from server.core.errors import HallError
from server.core.work import Work
from server.core.writing import insert_if_new
from server.revisions import service as revisions
from server.revisions.service import Change, State
from server.revisions.tables import ChangeAct, ChangeKind

#: a terminal that was not heard of for so long is silent
SILENT_AFTER = timedelta(seconds=5 * REPORT_SECONDS)


@dataclass(frozen=True, slots=True)
class Health:
    """The last report of a terminal."""

    kiosk: str
    at: datetime
    version: str
    paper: str
    unsent: int
    settings_version: int
    devices: tuple[DeviceHealth, ...]

    def silent(self, now: datetime) -> bool:
        return now - self.at > SILENT_AFTER

    @property
    def faulty(self) -> tuple[DeviceHealth, ...]:
        return tuple(one for one in self.devices if one.status == "faulty")


def of(session: Session, kiosk: str) -> tuple[int, RemoteSettings]:
    """Return version and settings; (0, nothing set) for a terminal nobody ever set anything on."""
    row = session.get(KioskSettings, kiosk)
    return (row.version, RemoteSettings.model_validate_json(row.document)) if row else (0, RemoteSettings())


def versions(session: Session) -> Mapping[str, int]:
    """Return the newest version of each terminal that has one."""
    return dict(session.exec(select(KioskSettings.kiosk, KioskSettings.version)).all())


def envelope(work: Work, kiosk: Kiosk) -> SettingsEnvelope:
    """Return the settings of this terminal, signed with the centre's newest key."""
    version, settings = of(work.session, kiosk.id)
    document = settings.model_dump(mode="json", exclude_none=True)
    signer, signature = work.vault.sign(settings_text(kiosk.id, version, document))
    return SettingsEnvelope(
        version=version,
        settings=document,
        signer=str(signer),
        signature=base64.b64encode(signature).decode(),
    )


def set_to(
    work: Work,
    kiosk: str,
    settings: RemoteSettings,
    *,
    seen: int | None = None,
    act: ChangeAct = ChangeAct.CHANGED,
    undoes: str = "",
) -> int:
    """Set a terminal; return the version. `seen` is the version the administrator looked at.

    Raise NOT_FOUND for a terminal that is unknown or revoked, CONFLICT when another version came in between.
    """
    revisions.alone(work)
    found = work.session.get(Kiosk, kiosk)
    if found is None or found.revoked_at is not None:
        raise HallError(
            ErrorCode.NOT_FOUND,
            "没有这台终端，或已停用。",
            "There is no such terminal, or it was revoked.",
            "请刷新终端列表 · Load the list of terminals again.",
        )
    version, before = of(work.session, kiosk)
    if seen is not None and seen != version:
        raise HallError(
            ErrorCode.CONFLICT,
            f"设置已被他人改为第 {version} 版。",
            f"Somebody else has saved version {version} meanwhile.",
            "请查看新的设置后再改 · Look at it, then change it again.",
        )
    if settings == before:
        return version
    row = work.session.get(KioskSettings, kiosk) or KioskSettings(kiosk=kiosk, version=0, document="", at=work.now)
    row.version, row.document, row.at = version + 1, settings.model_dump_json(exclude_none=True), work.now
    work.session.add(row)
    work.session.flush()
    revisions.note(work, ChangeKind.KIOSK_SETTINGS, [Change(kiosk, state(before), state(settings))], act, undoes=undoes)
    return row.version


def state(settings: RemoteSettings) -> State:
    return settings.model_dump(mode="json", exclude_none=True)


def report(work: Work, kiosk: Kiosk, said: KioskHealth) -> int:
    """Keep what a terminal says of itself; return the newest version of its settings."""
    values: dict[str, Any] = {
        "at": work.now,
        "version": said.version,
        "paper": said.paper,
        "unsent": said.unsent,
        "settings_version": said.settings_version,
        "devices": json.dumps([one.model_dump(mode="json") for one in said.devices], ensure_ascii=False),
    }
    if not insert_if_new(work.session, KioskReport, {"kiosk": kiosk.id, **values}):
        row = work.session.get_one(KioskReport, kiosk.id, with_for_update=True)
        for name, value in values.items():
            setattr(row, name, value)
        work.session.add(row)
    return of(work.session, kiosk.id)[0]


def reports(session: Session) -> Mapping[str, Health]:
    """Return the last report of each terminal that ever sent one."""
    return {
        row.kiosk: Health(
            row.kiosk,
            row.at,
            row.version,
            row.paper,
            row.unsent,
            row.settings_version,
            tuple(DeviceHealth.model_validate(one) for one in json.loads(row.devices)),
        )
        for row in session.exec(select(KioskReport)).all()
    }
