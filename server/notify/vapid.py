"""The key with which push services know this centre (VAPID, RFC 8292). A file beside the master key, never in the database."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from py_vapid import Vapid02

#: RFC 8292 allows a day; shorter survives a push service whose clock is behind
_VALID = timedelta(hours=12)


class PushKeyTrouble(Exception):
    """The key file is missing or damaged; the message says what to do."""


@dataclass(frozen=True, slots=True)
class PushKey:
    signer: Vapid02
    #: what browsers are given, base64url of the uncompressed point
    public: str

    def headers(self, endpoint: str, contact: str, now: datetime) -> dict[str, str]:
        """Return the header that says who posts to `endpoint`."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "sub": contact,
            # a number, as RFC 7519 wants it: some services refuse a text
            "exp": int((now + _VALID).timestamp()),
        }
        return {str(name): str(value) for name, value in self.signer.sign(claims).items()}


def make(path: Path) -> PushKey:
    """Make a key file of mode 0600; raise FileExistsError when there is one: a new key silences every phone."""
    private = ec.generate_private_key(ec.SECP256R1())
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return load(path)


def load(path: Path) -> PushKey:
    """Read the key file; raise PushKeyTrouble."""
    try:
        signer = Vapid02.from_pem(path.read_bytes())
        point = signer.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    except FileNotFoundError:
        raise PushKeyTrouble(
            "没有推送密钥，请运行：hall admin notices key · no push key; run: hall admin notices key"
        ) from None
    except (OSError, ValueError, TypeError, IndexError) as error:
        raise PushKeyTrouble(
            f"推送密钥文件 {path} 已损坏，请从备份恢复 · the push key is damaged; restore it"
        ) from error
    return PushKey(signer, base64.urlsafe_b64encode(point).rstrip(b"=").decode())
