"""Kiosks: enrolled with a key of their own, checked on every request, revoked in one step."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select

from server.accounts.tables import Kiosk, KioskNonce
from server.audit import service as audit
from server.contract.v1 import ErrorCode
from server.contract.v1.receipts import KioskKeyView, ReceiptKeys
from server.contract.v1.signing import MAX_SKEW_SECONDS, signing_string
from server.core import reference
from server.core.crypto import Vault
from server.core.errors import HallError
from server.core.work import Work
from server.core.writing import insert_if_new

#: with what every decision asks for first
_BY_ID = select(Kiosk, reference.STAMP_COLUMN).where(col(Kiosk.id) == bindparam("id"))


@dataclass(frozen=True, slots=True)
class Signed:
    """The parts of a request that its signature covers, with the four headers as sent ("" when missing)."""

    method: str
    path: str
    body: bytes
    idempotency_key: str
    kiosk: str
    time: str
    nonce: str
    signature: str


def enrol(work: Work, name: str, region: str) -> tuple[Kiosk, bytes]:
    """Make a key pair; return the kiosk and its private key (32 raw bytes), which is stored nowhere here."""
    key = Ed25519PrivateKey.generate()
    kiosk = Kiosk(
        id=f"k-{secrets.token_hex(5)}",
        name=name,
        region=region,
        public_key=key.public_key().public_bytes_raw(),
        enrolled_at=work.now,
    )
    work.session.add(kiosk)
    audit.record(work, "kiosk.enrolled", f"kiosk:{kiosk.id}")
    return kiosk, key.private_bytes_raw()


def revoke(work: Work, kiosk_id: str) -> None:
    """From now on every request of this kiosk is refused; raise NOT_FOUND for an unknown id."""
    kiosk = work.session.get(Kiosk, kiosk_id)
    if kiosk is None:
        raise HallError(ErrorCode.NOT_FOUND, f"没有终端 {kiosk_id}。", f"There is no kiosk {kiosk_id}.")
    if kiosk.revoked_at is None:
        kiosk.revoked_at = work.now
        work.session.add(kiosk)
        audit.record(work, "kiosk.revoked", f"kiosk:{kiosk_id}")


def every(session: Session) -> list[Kiosk]:
    return list(session.exec(select(Kiosk).order_by(col(Kiosk.enrolled_at))).all())


def receipt_keys(session: Session, vault: Vault) -> ReceiptKeys:
    """Return the public keys that receipts are checked with."""
    return ReceiptKeys(
        centre={str(version): base64.b64encode(key).decode() for version, key in vault.public_keys().items()},
        kiosks={
            one.id: KioskKeyView(
                public_key=base64.b64encode(one.public_key).decode(), revoked=one.revoked_at is not None
            )
            for one in every(session)
        },
    )


def authenticate(session: Session, signed: Signed, now: datetime) -> Kiosk:
    """Return the kiosk that signed this request; raise UNAUTHENTICATED for anything else.

    The nonce is stored in the transaction of the request: a request that failed may be sent again as it was.
    """
    found = session.execute(_BY_ID, {"id": signed.kiosk}).first() if signed.kiosk else None
    kiosk: Kiosk | None = found[0] if found else None
    if found is not None:
        reference.told(session, found[1])
    if kiosk is None or kiosk.revoked_at is not None:
        raise _refused("终端未登记或已停用。", "The kiosk is not enrolled, or was revoked.")
    if not re.fullmatch(r"\d{1,12}", signed.time) or not re.fullmatch(r"[0-9a-f]{32}", signed.nonce):
        raise _refused("请求签名的格式不正确。", "The signature headers are malformed.")
    if abs(int(signed.time) - now.timestamp()) > MAX_SKEW_SECONDS:
        raise _refused("终端时钟与中心相差过大。", "The clock of the kiosk is too far from the centre's.")
    text = signing_string(signed.method, signed.path, signed.time, signed.nonce, signed.body, signed.idempotency_key)
    try:
        signature = base64.b64decode(signed.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(kiosk.public_key).verify(signature, text)
    except (InvalidSignature, binascii.Error, ValueError):
        raise _refused("请求签名不正确。", "The signature does not fit the request.") from None
    if not insert_if_new(session, KioskNonce, {"kiosk": kiosk.id, "nonce": signed.nonce, "seen_at": now}):
        raise _refused("请求被重复发送。", "This request was sent before.")
    return kiosk


def sweep_nonces(session: Session, now: datetime) -> None:
    """Forget nonces that the clock check alone would refuse."""
    session.exec(delete(KioskNonce).where(col(KioskNonce.seen_at) < now - timedelta(seconds=2 * MAX_SKEW_SECONDS)))


def _refused(message: str, message_en: str) -> HallError:
    return HallError(
        ErrorCode.UNAUTHENTICATED,
        message,
        message_en,
        "请联系管理员检查终端的登记和时钟 · Ask the administrator to check enrolment and clock.",
    )
