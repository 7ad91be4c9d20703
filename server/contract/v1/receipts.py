"""How a receipt is proved, so that anybody with the published keys can check a slip without asking the centre.

The code on the slip is the address of the progress page with three values: `n` number, `c` query code, `p` proof. The proof
is `signer.moment.signature`: the signer is the version of the centre's key (`1`), or the id of the terminal that gave out a
provisional receipt while it could not reach the centre (`k-…`); the moment of registration in whole seconds since 1970;
the Ed25519 signature over `receipt_text`, base64url without padding. The keys: GET /api/v1/receipts/keys.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from pydantic import Field

from server.contract.v1.base import Answer

_PROOF = re.compile(r"(?P<signer>[0-9]{1,5}|k-[0-9a-f]{1,32})\.(?P<at>[0-9]{1,11})\.(?P<signature>[A-Za-z0-9_-]{86})")


class KioskKeyView(Answer):
    #: Ed25519, 32 raw bytes, base64
    public_key: str
    #: what it signed is doubtful: the key may have been stolen
    revoked: bool = False


class ReceiptKeys(Answer):
    """Public keys: of the centre by version, of terminals by id."""

    centre: dict[str, str]
    kiosks: dict[str, KioskKeyView] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """A receipt as its slip says it."""

    number: str
    query_code: str
    signer: str
    #: seconds since 1970
    at: int
    signature: bytes

    @property
    def registered_at(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)


def receipt_text(number: str, query_code: str, at: int, signer: str) -> bytes:
    """Return the bytes to sign."""
    return f"petition-hall receipt v1\n{number}\n{query_code}\n{at}\n{signer}".encode()


def proof_of(signer: str, at: int, signature: bytes) -> str:
    return f"{signer}.{at}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def read_slip(text: str) -> Proof | None:
    """Read what the code of a slip holds; None when it is not a proved receipt."""
    values = parse_qs(urlsplit(text.strip()).query)
    if any(len(values.get(name, ())) != 1 for name in ("n", "c", "p")):
        return None
    found = _PROOF.fullmatch(values["p"][0])
    if found is None:
        return None
    try:
        signature = base64.urlsafe_b64decode(found["signature"] + "==")
    except (binascii.Error, ValueError):
        return None
    # the last character has bits to spare, and a number may begin with noughts: one proof has one spelling
    if proof_of(found["signer"], int(found["at"]), signature) != values["p"][0]:
        return None
    return Proof(values["n"][0], values["c"][0], found["signer"], int(found["at"]), signature)
