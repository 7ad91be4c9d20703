"""The keys of the centre, apart by use and numbered by version, as one text: in a file of mode 0600, or in the
environment (HALL_SERVER_KEYS). Never in the database.

One key a line, `use version secret`, the secret 32 bytes in base64; empty lines and lines with # are passed over; in the
environment a semicolon may stand for the end of a line. Uses: `seal` (what is encrypted), `index` (blind indexes), `chain`
(hash chains and row seals), `sign` (Ed25519 seed of receipts and checkpoints). Of a use the highest version is in force and
the others still read. A text of one bare base64 line is the form of the first releases: all four are derived from it.
"""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
MOST_VERSIONS = 65_535
_LINE = re.compile(r"(?P<use>[a-z]+)\s+(?P<version>[1-9][0-9]{0,4})\s+(?P<secret>[A-Za-z0-9+/]{43}=)")
_HEAD = "# 信访大厅密钥：另存备份，遗失后数据无法恢复 · Keys of the petition hall: keep a copy apart from the data\n"


class KeyTrouble(Exception):
    """A key is missing, damaged, or not the one this data was sealed with."""


class Use(StrEnum):
    SEAL = "seal"
    INDEX = "index"
    CHAIN = "chain"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Keyring:
    """Keys by use and version. Has no `repr` of its secrets."""

    keys: dict[Use, dict[int, bytes]] = field(repr=False)

    def newest(self, use: Use) -> int:
        return max(self.keys[use])

    def secret(self, use: Use, version: int) -> bytes | None:
        return self.keys[use].get(version)

    def with_new(self, use: Use) -> Keyring:
        """Return a ring with one more version of this use, which is then in force."""
        version = self.newest(use) + 1
        if version > MOST_VERSIONS:
            raise KeyTrouble(f"no version is left for a new key of use {use}")
        return Keyring({**self.keys, use: {**self.keys[use], version: secrets.token_bytes(KEY_BYTES)}})

    def without(self, use: Use, version: int) -> Keyring:
        """Return a ring that has forgotten one version; the one in force stays."""
        if version == self.newest(use):
            raise KeyTrouble(f"version {version} of use {use} is in force and cannot be forgotten")
        return Keyring({**self.keys, use: {one: key for one, key in self.keys[use].items() if one != version}})

    def text(self) -> str:
        lines = (
            f"{use} {version} {base64.b64encode(secret).decode()}\n"
            for use in Use
            for version, secret in sorted(self.keys[use].items())
        )
        return _HEAD + "".join(lines)


def one_line(ring: Keyring) -> str:
    """Return the ring as it stands in the environment."""
    return ";".join(line for line in ring.text().splitlines() if not line.startswith("#"))


def fresh() -> Keyring:
    """Return a ring with one new key for every use."""
    return Keyring({use: {1: secrets.token_bytes(KEY_BYTES)} for use in Use})


def derived(master: bytes) -> Keyring:
    """Return the ring of a single key, as the first releases had it."""
    if len(master) != KEY_BYTES:
        raise KeyTrouble(f"the key must have {KEY_BYTES} bytes")
    return Keyring({use: {1: derive(master, use.value)} for use in Use})


def derive(secret: bytes, use: str, length: int = KEY_BYTES) -> bytes:
    """HKDF-SHA256: a key for one use that says nothing about any other."""
    return HKDF(SHA256(), length, salt=None, info=f"petition-hall/{use}".encode()).derive(secret)


def parse(text: str) -> Keyring:
    """Read a ring; raise `KeyTrouble` that names the line."""
    lines = [(number, line.strip()) for number, line in enumerate(re.split(r"[\n;]", text), start=1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if len(lines) == 1 and " " not in lines[0][1]:
        try:
            return derived(base64.b64decode(lines[0][1], validate=True))
        except ValueError as error:
            raise KeyTrouble("the key is no base64") from error
    keys: dict[Use, dict[int, bytes]] = {use: {} for use in Use}
    for number, line in lines:
        found = _LINE.fullmatch(line)
        if found is None or found["use"] not in set(Use) or int(found["version"]) > MOST_VERSIONS:
            raise KeyTrouble(f"line {number} of the keys is not `use version secret`")
        versions = keys[Use(found["use"])]
        if int(found["version"]) in versions:
            raise KeyTrouble(f"line {number} of the keys repeats a version")
        versions[int(found["version"])] = base64.b64decode(found["secret"])
    missing = [use.value for use in Use if not keys[use]]
    if missing:
        raise KeyTrouble(f"there is no key for: {', '.join(missing)}")
    return Keyring(keys)
