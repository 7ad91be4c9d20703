"""The key with which a terminal signs its requests, as enrolment writes it."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class BadKeyFile(Exception):
    """The kiosk key file is missing or is not what enrolment writes."""


@dataclass(frozen=True, slots=True)
class KioskKey:
    """The key this terminal was enrolled with."""

    kiosk_id: str
    private: Ed25519PrivateKey
    #: public keys of the centre by version, base64, as enrolment pinned them; none in a file of an older program
    centre_keys: dict[str, str] = field(default_factory=dict)

    def sign(self, text: bytes) -> bytes:
        return self.private.sign(text)

    def __repr__(self) -> str:
        return f"<KioskKey {self.kiosk_id}>"

    @classmethod
    def load(cls, path: Path) -> KioskKey:
        """Read {"kiosk_id", "private_key" (base64, 32 raw bytes), "server", "centre_keys"}; raise `BadKeyFile`."""
        try:
            written = json.loads(path.read_text(encoding="utf-8"))
            raw = base64.b64decode(written["private_key"], validate=True)
            pinned = {str(name): str(key) for name, key in written.get("centre_keys", {}).items()}
            return cls(str(written["kiosk_id"]), Ed25519PrivateKey.from_private_bytes(raw), pinned)
        except (OSError, KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
            raise BadKeyFile(
                f"终端密钥文件 {path} 不可用，请重新登记终端 · The kiosk key file cannot be used; enrol the kiosk again"
            ) from error
