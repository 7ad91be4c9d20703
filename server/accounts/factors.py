"""The second factor: a code from the telephone (TOTP, RFC 6238), or a recovery code from the paper in the safe."""

from __future__ import annotations

import io
import re
import secrets
from datetime import datetime

import pyotp
import qrcode
from qrcode.image.svg import SvgPathImage
from sqlmodel import col, delete, select

from server.accounts.permissions import SECOND_FACTOR
from server.accounts.tables import Account, RecoveryCode, Role
from server.audit import service as audit
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.settings import SecondFactor
from server.core.work import Work

_STEP = 30
_RECOVERY_CODES = 10
_ISSUER = "信访大厅"


def needed(work: Work, account: Account) -> bool:
    """Tell whether this account must have one. Accounts of the demonstration share a public password anyway."""
    required = work.centre.settings.second_factor is SecondFactor.REQUIRED
    return required and not account.demo and Role(account.role) in SECOND_FACTOR


def begin(work: Work, account: Account) -> str:
    """Give the account a fresh secret that counts once a code proves it; return its address for the telephone."""
    if account.totp_confirmed:
        raise HallError(
            ErrorCode.CONFLICT,
            "已启用动态口令。更换手机请联系安全管理员。",
            "A second factor is set; the security officer can reset it.",
        )
    account.totp_sealed = work.vault.seal_text(pyotp.random_base32(), _context(account))
    work.session.add(account)
    return address(work, account)


def address(work: Work, account: Account) -> str:
    """Return the otpauth address of a secret that is not confirmed yet; raise NOT_FOUND when there is none."""
    if account.totp_sealed is None or account.totp_confirmed:
        raise HallError(ErrorCode.NOT_FOUND, "没有待启用的动态口令。", "No second factor waits to be confirmed.")
    secret = work.vault.open_text(account.totp_sealed, _context(account))
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=_ISSUER)


def drawing(text: str) -> bytes:
    """Return a QR code as SVG, for the page of this person alone."""
    picture = qrcode.make(text, image_factory=SvgPathImage, border=2)
    buffer = io.BytesIO()
    picture.save(buffer)
    return buffer.getvalue()


def confirm(work: Work, account: Account, code: str) -> tuple[str, ...]:
    """Take the secret into use; return the recovery codes, which are shown once and kept as hashes."""
    address(work, account)
    if not _right(work, account, code):
        raise wrong()
    account.totp_confirmed = True
    work.session.add(account)
    audit.record(work, "account.factor_set", f"account:{account.username}")
    return _recovery(work, account)


def accept(work: Work, account: Account, code: str) -> bool:
    """Tell whether the code is right, and use it up."""
    if _right(work, account, code):
        work.session.add(account)
        return True
    row = work.session.get(RecoveryCode, _hash(work, account, code))
    if row is None or row.used_at is not None:
        return False
    row.used_at = work.now
    work.session.add(row)
    audit.record(work, "account.recovery_used", f"account:{account.username}")
    return True


def reset(work: Work, account: Account) -> None:
    """Forget the second factor: the telephone is lost."""
    account.totp_sealed, account.totp_confirmed, account.totp_step = None, False, 0
    work.session.add(account)
    work.session.exec(delete(RecoveryCode).where(col(RecoveryCode.account) == account.username))
    audit.record(work, "account.factor_reset", f"account:{account.username}")


def left(work: Work, account: Account) -> int:
    """Return how many recovery codes are unused."""
    unused = select(RecoveryCode).where(RecoveryCode.account == account.username, col(RecoveryCode.used_at).is_(None))
    return len(work.session.exec(unused).all())


def wrong() -> HallError:
    return HallError(
        ErrorCode.UNAUTHENTICATED,
        "动态口令不正确。",
        "The code is not right.",
        "请输入手机上最新的 6 位数字，并检查手机时间 · Type the newest code; check the clock of the telephone.",
    )


def _right(work: Work, account: Account, code: str) -> bool:
    code = re.sub(r"\s", "", code)
    if account.totp_sealed is None or not re.fullmatch(r"[0-9]{6}", code):
        return False
    totp = pyotp.TOTP(work.vault.open_text(account.totp_sealed, _context(account)))
    now = _step(work.now)
    for step in (now, now - 1, now + 1):
        # each code once: somebody who looked over the shoulder comes too late
        if step > account.totp_step and secrets.compare_digest(totp.at(step * _STEP), code):
            account.totp_step = step
            return True
    return False


def _step(now: datetime) -> int:
    return int(now.timestamp()) // _STEP


def _recovery(work: Work, account: Account) -> tuple[str, ...]:
    codes = tuple(f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(_RECOVERY_CODES))
    work.session.add_all(RecoveryCode(code_hash=_hash(work, account, code), account=account.username) for code in codes)
    work.session.flush()
    return codes


def _hash(work: Work, account: Account, code: str) -> str:
    return work.vault.fingerprint("recovery", f"{account.username}:{re.sub(r'[^0-9a-f]', '', code.lower())}")


def _context(account: Account) -> str:
    return f"account.totp:{account.username}"
