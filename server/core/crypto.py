"""Everything about a person is sealed before it reaches the database; it is found again through a keyed index.

Sealed bytes: suite (1 byte), version of the key (2 bytes, big-endian), nonce (12 bytes), ciphertext and tag. Head and context
are authenticated. The suite of what is written comes from the settings; what was written before says itself how it opens.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.core import keyring
from server.core.keyring import Keyring, KeyTrouble, Use
from server.core.keysource import Fixed, KeyFile, KeySource

__all__ = ["KeyTrouble", "Suite", "Vault", "load_vault"]

_NONCE_BYTES = 12
_TAG_BYTES = 16
_HEAD = struct.Struct(">BH")
#: what the first releases wrote: AES-256-GCM with key 1, no version in the head
_FIRST_RELEASE = 1
#: how long a change of the key file may go unseen by a process that writes, seconds
LOOK_EVERY = 0.5


class Suite(StrEnum):
    """How fields and files are encrypted."""

    AES_256_GCM = "aes-256-gcm"
    #: GB/T 32907-2016 with GCM, where commercial cryptography (商用密码) is required
    SM4_GCM = "sm4-gcm"


_SUITE_BYTE = {Suite.AES_256_GCM: 2, Suite.SM4_GCM: 3}
_SUITE_OF = {byte: suite for suite, byte in _SUITE_BYTE.items()}


class Aead(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


class Sm4Gcm:
    """SM4 in GCM, with the interface of the library's AESGCM, which has no SM4 beside it."""

    def __init__(self, key: bytes) -> None:
        self._key = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        encryptor = Cipher(self._key, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data or b"")
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        body, tag = data[:-_TAG_BYTES], data[-_TAG_BYTES:]
        if len(tag) < _TAG_BYTES:
            raise InvalidTag
        decryptor = Cipher(self._key, modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(associated_data or b"")
        return decryptor.update(body) + decryptor.finalize()


def aead(suite: Suite, secret: bytes) -> Aead:
    """Return the cipher of a suite with the key that is derived for it."""
    if suite is Suite.SM4_GCM:
        return Sm4Gcm(keyring.derive(secret, "sm4", 16))
    return AESGCM(secret)


@dataclass(frozen=True, slots=True)
class _Hand:
    """The keys as they were last read, ready for use."""

    ring: Keyring
    stamp: object
    seal_version: int
    #: newest first
    index_keys: tuple[bytes, ...] = field(repr=False)
    chain_key: bytes = field(repr=False)
    ciphers: dict[tuple[Suite, int], Aead] = field(repr=False)


class Vault:
    """Seals and opens values, computes blind indexes, chain links and signatures. One for all threads of a process."""

    def __init__(
        self,
        source: KeySource,
        suite: Suite = Suite.AES_256_GCM,
        make: Callable[[Suite, bytes], Aead] = aead,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.suite = suite
        self._source, self._make, self._seconds = source, make, seconds
        self._lock = threading.Lock()
        self._hand = self._read()
        self._looked = seconds()

    @classmethod
    def of_master(cls, master: bytes, suite: Suite = Suite.AES_256_GCM) -> Vault:
        """Return a vault whose keys all come from these 32 bytes."""
        return cls(Fixed(keyring.derived(master)), suite)

    @property
    def ring(self) -> Keyring:
        return self._present().ring

    @property
    def seal_version(self) -> int:
        return self._present().seal_version

    @property
    def head(self) -> bytes:
        """What everything sealed now begins with."""
        return _HEAD.pack(_SUITE_BYTE[self.suite], self._present().seal_version)

    def seal(self, plain: bytes, context: str) -> bytes:
        """Encrypt; `context` (table, column, row) is authenticated, so a value moved elsewhere does not open."""
        hand = self._present()
        head = _HEAD.pack(_SUITE_BYTE[self.suite], hand.seal_version)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        cipher = self._cipher(hand, self.suite, hand.seal_version)
        return head + nonce + cipher.encrypt(nonce, plain, head + context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt; raise `KeyTrouble` when the key, the context or the bytes are not those that were sealed."""
        suite, version, head = _how(sealed)
        hand = self._hand
        if hand.ring.secret(Use.SEAL, version) is None:
            # sealed a moment ago by a process that has read newer keys
            hand = self._reread()
        start = len(head) or 1
        nonce, body = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
        try:
            return self._cipher(hand, suite, version).decrypt(nonce, body, head + context.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyTrouble(f"{context} does not open with this key") from error

    def seal_text(self, text: str, context: str) -> bytes:
        return self.seal(text.encode(), context)

    def open_text(self, sealed: bytes, context: str) -> str:
        return self.open(sealed, context).decode()

    def is_current(self, sealed: bytes) -> bool:
        """Tell whether this was sealed the way new values are."""
        return sealed.startswith(self.head)

    def index(self, kind: str, value: str) -> str:
        """Return the blind index of a value: equal values of a kind meet, nothing else can be read from it."""
        return _mac(self._present().index_keys[0], kind, value)

    def indexes(self, kind: str, value: str) -> tuple[str, ...]:
        """Return every index under which the value may stand: while keys are rotated, the older ones too."""
        return tuple(_mac(key, kind, value) for key in self._present().index_keys)

    def fingerprint(self, kind: str, value: str) -> str:
        """As `index`, for what is only compared and recorded: the same for ever, also after the indexes are rebuilt."""
        return _mac(self._hand.chain_key, f"fingerprint\0{kind}", value)

    def link(self, previous: str, content: bytes) -> str:
        """Return the hash that follows `previous` in a chain. Keyed: who can edit rows still cannot forge a chain."""
        return hmac.digest(self._hand.chain_key, previous.encode() + b"\0" + content, hashlib.sha256).hex()

    def sign(self, message: bytes) -> tuple[int, bytes]:
        """Return the version of the key and the Ed25519 signature (64 bytes)."""
        ring = self._present().ring
        version = ring.newest(Use.SIGN)
        return version, _signer(ring, version).sign(message)

    def public_keys(self) -> dict[int, bytes]:
        """Return the public key (32 raw bytes) of every version that ever signed."""
        ring = self._present().ring
        return {
            version: _signer(ring, version).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            for version in sorted(ring.keys[Use.SIGN])
        }

    def _present(self) -> _Hand:
        now = self._seconds()
        if now - self._looked >= LOOK_EVERY:
            self._looked = now
            stamp = self._source.stamp()
            if stamp is not None and stamp != self._hand.stamp:
                return self._reread()
        return self._hand

    def _reread(self) -> _Hand:
        with self._lock:
            self._hand = self._read()
            return self._hand

    def _read(self) -> _Hand:
        # the stamp first: a file that changes in between is then read once more, and never missed
        stamp = self._source.stamp()
        ring = self._source.read()
        indexes = ring.keys[Use.INDEX]
        return _Hand(
            ring,
            stamp,
            ring.newest(Use.SEAL),
            tuple(indexes[version] for version in sorted(indexes, reverse=True)),
            ring.keys[Use.CHAIN][ring.newest(Use.CHAIN)],
            {},
        )

    def _cipher(self, hand: _Hand, suite: Suite, version: int) -> Aead:
        cipher = hand.ciphers.get((suite, version))
        if cipher is None:
            secret = hand.ring.secret(Use.SEAL, version)
            if secret is None:
                raise KeyTrouble(f"version {version} of the key is not here; put the key file back from the backup")
            cipher = hand.ciphers[suite, version] = self._make(suite, secret)
        return cipher


def _how(sealed: bytes) -> tuple[Suite, int, bytes]:
    """Return suite, version of the key, and the head as it was authenticated."""
    if sealed[:1] == bytes([_FIRST_RELEASE]):
        return Suite.AES_256_GCM, 1, b""
    if len(sealed) < _HEAD.size or sealed[0] not in _SUITE_OF:
        raise KeyTrouble("sealed with an unknown suite")
    byte, version = _HEAD.unpack_from(sealed)
    return _SUITE_OF[byte], version, sealed[: _HEAD.size]


def _mac(key: bytes, kind: str, value: str) -> str:
    return hmac.digest(key, f"{kind}\0{value}".encode(), hashlib.sha256).hex()


def _signer(ring: Keyring, version: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(ring.keys[Use.SIGN][version])


def load_vault(path: Path, *, create: bool, text: str = "", suite: Suite = Suite.AES_256_GCM) -> Vault:
    """Read the keys from `text` (the environment) or else from the file; with `create`, make a file when there is none.

    Raise `KeyTrouble` with the next step.
    """
    if text:
        return Vault(Fixed(keyring.parse(text)), suite)
    file = KeyFile(path)
    if create:
        file.create()
    return Vault(file, suite)
