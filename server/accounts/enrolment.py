"""A terminal enrols itself with a code that is good once: its private key never leaves it."""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server.accounts.tables import Kiosk, KioskInvitation
from server.audit import service as audit
from server.contract.v1 import ErrorCode
from server.contract.v1.kiosks import EnrolRequest, enrolment_text
from server.core.errors import HallError
from server.core.ids import CODE_ALPHABET, normalise_code
from server.core.work import Work

_CODE_LENGTH = 16
#: the attendant types it the same day
GOOD_FOR = timedelta(hours=24)


def invite(work: Work, name: str, region: str) -> str:
    """Return a code with which one terminal may enrol itself within a day. Only its keyed hash is kept."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(_CODE_LENGTH))
    row = KioskInvitation(code_hash=_hash(work, code), name=name, region=region, expires_at=work.now + GOOD_FOR)
    work.session.add(row)
    work.session.flush()
    audit.record(work, "kiosk.invited", f"region:{region}")
    return "-".join(code[place : place + 4] for place in range(0, _CODE_LENGTH, 4))


def accept(work: Work, body: EnrolRequest) -> Kiosk:
    """Enrol the terminal that sends this code with its public key, and proves that it has the private one.

    Raise UNAUTHENTICATED, in the same words whatever is wrong.
    """
    row = work.session.get(KioskInvitation, _hash(work, body.code), with_for_update=True)
    key = _proved_key(body)
    if row is None or row.used_at is not None or row.expires_at <= work.now or key is None:
        raise HallError(
            ErrorCode.UNAUTHENTICATED,
            "登记码不正确、已使用或已过期。",
            "The enrolment code is wrong, used or too old.",
            "请管理员重新生成 · Ask the administrator for another: hall admin kiosk invite",
        )
    kiosk = Kiosk(
        id=f"k-{secrets.token_hex(5)}", name=row.name, region=row.region, public_key=key, enrolled_at=work.now
    )
    row.used_at, row.kiosk = work.now, kiosk.id
    work.session.add_all([kiosk, row])
    work.session.flush()
    audit.record(work, "kiosk.enrolled", f"kiosk:{kiosk.id}")
    return kiosk


def _proved_key(body: EnrolRequest) -> bytes | None:
    try:
        key = base64.b64decode(body.public_key, validate=True)
        proof = base64.b64decode(body.proof, validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(proof, enrolment_text(body.code, body.public_key))
    except (InvalidSignature, binascii.Error, ValueError):
        return None
    return key


def _hash(work: Work, code: str) -> str:
    return work.vault.fingerprint("enrolment", normalise_code(code))
