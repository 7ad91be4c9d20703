"""What a password must be, and how it is kept (argon2id). Length counts most: NIST SP 800-63B-4, 3.1.1.2."""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.contract.v1 import ErrorCode
from server.core.errors import HallError

SHORTEST = 10
#: a phrase this long needs no mixture of characters (GB/T 22239-2019 asks for complexity, not for its kind)
PHRASE = 16
_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
_LEET = str.maketrans("@4301!$5", "aaeoiiss")
_HASHER = PasswordHasher()
#: verified when there is no such account, so that the time of an answer does not tell which names exist
_NOBODY = _HASHER.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Tell whether this is the password; takes as long when there is none."""
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def initial() -> str:
    """Return a password to be changed at the first sign-in, without letters that are mistaken for others."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def check(password: str, *names: str) -> None:
    """Raise INVALID_REQUEST that says what is wrong. `names`: user name and name, which it must not contain."""
    wrong = _wrong(password, [name.lower() for name in names if len(name) >= 2])
    if wrong:
        message, message_en = wrong
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            message,
            message_en,
            "可以用几个不相干的词连成一句 · A few unrelated words make a good one.",
            fields=("password",),
        )


def _wrong(password: str, names: list[str]) -> tuple[str, str] | None:
    lower = password.lower()
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 位。", f"A password has at least {SHORTEST} characters."
    if any(name in lower for name in names):
        return "密码不能包含账号或姓名。", "A password does not contain the account or the name."
    if len(set(password)) < 5 or _common(lower):
        return "这个密码太常见。", "This password is too common."
    if len(password) < PHRASE and sum(bool(re.search(kind, password)) for kind in _CLASSES) < 3:
        return (
            f"不足 {PHRASE} 位的密码要有大写、小写、数字、符号中的三种。",
            f"A password of less than {PHRASE} characters mixes three of: capitals, small letters, digits, signs.",
        )
    return None


def _common(lower: str) -> bool:
    """Tell whether a common password is all there is, but for digits and signs around it and letters written as signs."""
    plain = lower.translate(_LEET)
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lower).translate(_LEET)
    cores = {
        lower,
        plain,
        bare,
        re.sub(r"[^a-z]+", "", lower),
        re.sub(r"[^a-z]+", "", plain),
        re.sub(r"\D+", "", lower),
    }
    return bool(cores & _common_ones())


@lru_cache(maxsize=1)
def _common_ones() -> frozenset[str]:
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if line)
