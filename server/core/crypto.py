"""Everything about a person is sealed before it reaches the database; it is found again through a keyed index.

One master key of 32 bytes lives in a file of mode 0600 beside the data; each use derives a key of its own (HKDF-SHA256),
so that an index value says nothing about a ciphertext.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
#: first byte of everything sealed: names the suite, so that another one can be added beside it
_AES_256_GCM = b"\x01"


class KeyTrouble(Exception):
    """The key file is missing, damaged, or not the one this data was sealed with."""


class Vault:
    """Seals and opens values, computes blind indexes and chain links."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise KeyTrouble("the key must have 32 bytes")
        self._aead = AESGCM(_derive(master, "seal"))
        self._index = _derive(master, "index")
        self._chain = _derive(master, "chain")

    def seal(self, plain: bytes, context: str) -> bytes:
        """Encrypt; `context` (table, column, row) is authenticated, so a value moved elsewhere does not open."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _AES_256_GCM + nonce + self._aead.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt; raise `KeyTrouble` when the key, the context or the bytes are not those that were sealed."""
        if sealed[:1] != _AES_256_GCM:
            raise KeyTrouble("sealed with an unknown suite")
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._aead.decrypt(nonce, body, context.encode())
        except InvalidTag as error:
            raise KeyTrouble(f"{context} does not open with this key") from error

    def seal_text(self, text: str, context: str) -> bytes:
        return self.seal(text.encode(), context)

    def open_text(self, sealed: bytes, context: str) -> str:
        return self.open(sealed, context).decode()

    def index(self, kind: str, value: str) -> str:
        """Return the blind index of a value: equal values of a kind meet, nothing else can be read from it."""
        return hmac.new(self._index, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()

    def link(self, previous: str, content: bytes) -> str:
        """Return the hash that follows `previous` in a chain. Keyed: who can edit rows still cannot forge a chain."""
        return hmac.new(self._chain, previous.encode() + b"\0" + content, hashlib.sha256).hexdigest()


def _derive(master: bytes, use: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"petition-hall/{use}".encode()).derive(master)


def load_vault(path: Path, *, create: bool) -> Vault:
    """Read the key file; with `create`, make one when there is none. Raise `KeyTrouble` with the next step."""
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        if not create:
            raise KeyTrouble(f"the key file {path} is missing; put it back from the backup") from None
        text = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    try:
        return Vault(base64.b64decode(text.strip(), validate=True))
    except ValueError as error:
        raise KeyTrouble(f"the key file {path} is damaged; put it back from the backup") from error
