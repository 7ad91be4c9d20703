"""Signed checkpoints outside the database: what was recorded once cannot be cut from the end unseen.

One JSON object a line: number, moment, last place and link of every lane, counts of rows that are never removed, version of
the key, Ed25519 signature over the canonical form of all the rest. The file may lie on another machine or on a medium that is
written once (setting `anchor_file`); who can only reach the database cannot make it agree with less.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from sqlmodel import Session, SQLModel, col, func, select

from server.audit import service as audit
from server.audit.tables import AuditHead, AuditRecord
from server.core.canonical import canonical
from server.core.crypto import Vault
from server.core.database import is_snapshot, reading
from server.core.work import Work

ACTION = "audit.anchored"
#: tables from which the program never removes a row
KEPT = (
    *("account", "audit_record", "case_document", "case_event", "case_exclusion", "case_page", "case_party"),
    *("case_person", "case_rating", "clock", "kiosk", "number_lease", "person", "petition_case"),
)

#: bytes at the end of the file that are read to find the newest checkpoint: twenty of them at least
_LOOK_BACK = 64 * 1024


class Anchor(BaseModel):
    """One checkpoint."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int
    at: AwareDatetime
    #: [seq, hash] of every lane, in the order of the lanes
    lanes: tuple[tuple[int, str], ...]
    rows: dict[str, int]
    key: int
    signature: str = ""

    def signed_part(self) -> bytes:
        return canonical(self.model_dump(mode="python", exclude={"signature"}))


def write(work: Work) -> Anchor | None:
    """Add a checkpoint of what is recorded now; None when nothing was recorded since the last one."""
    path = work.centre.settings.anchor_path
    last = _last(path)
    heads = _heads(work.session)
    if last is not None and last.lanes == heads:
        return None
    number = last.number + 1 if last is not None else 1
    # counted before, because it takes long among millions of rows, and nobody else of the lane goes on meanwhile
    counts = _counts(work.session)
    # the record takes the lane's lock: of two workers that come together one waits, and then sees the other's line
    audit.record(work, ACTION, f"anchor:{number}")
    last = _last(path)
    number = last.number + 1 if last is not None else 1
    key = max(work.vault.public_keys())
    anchor = Anchor(number=number, at=work.now, lanes=_heads(work.session), rows=counts, key=key)
    key, signature = work.vault.sign(anchor.signed_part())
    anchor = anchor.model_copy(update={"signature": base64.b64encode(signature).decode()})
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    torn = _end(path)[-1:] not in (b"", b"\n")
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        # what a writer that died left half done stays a line of its own
        file.write(("\n" if torn else "") + anchor.model_dump_json() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return anchor


def verify(work: Work) -> Iterator[str]:
    """Yield what the last checkpoint says that the database no longer says, and what is wrong with the checkpoints."""
    path = work.centre.settings.anchor_path
    recorded = work.session.exec(select(func.count()).where(AuditRecord.action == ACTION)).one()
    lines, last = _counted(path)
    if lines < recorded:
        yield f"检查点文件缺少 {recorded - lines} 行 · {path.name} lacks {recorded - lines} checkpoints"
    if not lines:
        return
    anchor = _read(last)
    if anchor is None or not _signed(work.vault, anchor):
        yield f"最后一个检查点不是本中心签署的 · the last line of {path.name} was not signed by this centre"
        return
    if anchor.number < recorded:
        yield f"最后一个检查点是第 {anchor.number} 个，应有 {recorded} 个 · the last checkpoint is number {anchor.number} of {recorded}"
    missing = tuple(_missing(work.session, anchor))
    if missing and is_snapshot(work.session):
        # written while we look, it speaks of rows that this look cannot see: nothing that was recorded goes away
        with reading(work.centre.engine) as afresh:
            missing = tuple(_missing(afresh, anchor))
    yield from missing


def _missing(session: Session, anchor: Anchor) -> Iterator[str]:
    yield from _cut(session, anchor)
    now = _counts(session)
    for table, count in anchor.rows.items():
        if now.get(table, 0) < count:
            yield f"{table}: 少了 {count - now.get(table, 0)} 行 · rows are gone since checkpoint {anchor.number}"


def newest_holds(work: Work) -> Iterator[str]:
    """Yield what the last checkpoint says of the trail that the trail no longer says; quick, however long that is."""
    anchor = _last(work.centre.settings.anchor_path)
    if anchor is not None and anchor.at <= work.now and _signed(work.vault, anchor):
        yield from _cut(work.session, anchor)


def _cut(session: Session, anchor: Anchor) -> Iterator[str]:
    for lane, (seq, link) in enumerate(anchor.lanes):
        found = select(AuditRecord.hash).where(AuditRecord.lane == lane, AuditRecord.seq == seq)
        if seq and session.exec(found).first() != link:
            yield f"第 {lane} 链缺少检查点中的第 {seq} 条 · lane {lane} no longer holds record {seq} of checkpoint {anchor.number}"


def _heads(session: Session) -> tuple[tuple[int, str], ...]:
    rows = session.exec(select(AuditHead.seq, AuditHead.hash).order_by(col(AuditHead.lane))).all()
    return tuple((seq, link) for seq, link in rows)


def _counts(session: Session) -> dict[str, int]:
    tables = SQLModel.metadata.tables
    return {name: session.execute(select(func.count()).select_from(tables[name])).scalar_one() for name in KEPT}


def _last(path: Path) -> Anchor | None:
    """Return the newest checkpoint that can be read, looking no further back than `_LOOK_BACK`: the file only grows."""
    found = (_read(line) for line in reversed(_end(path).splitlines()))
    return next((anchor for anchor in found if anchor is not None), None)


def _end(path: Path) -> bytes:
    if not path.exists():
        return b""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _LOOK_BACK))
        return file.read()


def _counted(path: Path) -> tuple[int, bytes]:
    """Return how many lines there are and the last one, without holding them all: years of them are."""
    lines, last = 0, b""
    if path.exists():
        with path.open("rb") as file:
            for line in file:
                lines, last = lines + 1, line
    return lines, last


def _read(line: bytes) -> Anchor | None:
    try:
        read: dict[str, Any] = json.loads(line)
        return Anchor.model_validate(read)
    except (ValueError, ValidationError):
        return None


def _signed(vault: Vault, anchor: Anchor) -> bool:
    key = vault.public_keys().get(anchor.key)
    if key is None:
        return False
    try:
        signature = base64.b64decode(anchor.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, anchor.signed_part())
    except (InvalidSignature, binascii.Error):
        return False
    return True
