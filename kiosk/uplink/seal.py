"""Encryption of what must survive a power cut: AES-256-GCM with a key that never leaves this terminal."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
#: NIST SP 800-38D: 96 bits
NONCE_BYTES = 12


class Unsealable(Exception):
    """The bytes were not sealed with this key for this place, or the key file is damaged."""


class Seal:
    """Seals values for a named place, so that one row cannot be passed off as another."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise Unsealable("本机密钥文件已损坏 · The key file of this terminal is damaged")
        self._cipher = AESGCM(key)

    @classmethod
    def at(cls, path: Path) -> Seal:
        """Use the key in `path`; the first time make one, complete or not at all, for this user alone."""
        if not path.exists():
            _create(path)
        return cls(path.read_bytes())

    def close(self, value: bytes, place: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, value, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise Unsealable("保存的数据与本机密钥不符 · The kept data do not fit the key of this terminal") from error


def _create(path: Path) -> None:
    """Write beside, sync, then link: a cut in between leaves no half key, and of two starters one wins."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass  # another thread of this terminal made the key first: that one counts
    finally:
        beside.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
