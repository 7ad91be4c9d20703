"""Check a receipt with nothing but the published keys."""

from __future__ import annotations

import base64
import binascii
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server.contract.v1.receipts import Proof, ReceiptKeys, proof_of, read_slip, receipt_text
from server.core.crypto import Vault


class Verdict(StrEnum):
    #: signed by the centre
    GENUINE = "genuine"
    #: signed by a terminal that could not reach the centre
    PROVISIONAL = "provisional"
    #: signed by a terminal whose key was revoked: the window has to look
    DOUBTFUL = "doubtful"
    #: nobody of ours signed this
    FALSE = "false"
    #: not the code of a receipt that can be checked
    UNREADABLE = "unreadable"


WORDS: dict[Verdict, tuple[str, str]] = {
    Verdict.GENUINE: ("真实：由本中心签发。", "Genuine: signed by this centre."),
    Verdict.PROVISIONAL: (
        "真实的临时回执：由本大厅终端在断网时签发。",
        "A genuine provisional receipt, signed by a terminal of this hall.",
    ),
    Verdict.DOUBTFUL: (
        "签发的终端已停用，请到窗口核对。",
        "The terminal that signed it was revoked; ask at the window.",
    ),
    Verdict.FALSE: ("不真实：签名与内容不符。", "Not genuine: the signature does not fit."),
    Verdict.UNREADABLE: (
        "这不是可以核验的回执二维码内容。",
        "This is not the code of a receipt that can be checked.",
    ),
}


def prove(vault: Vault, number: str, query_code: str, at: int) -> str:
    """Return the centre's proof of a receipt."""
    signer = str(max(vault.public_keys()))
    _, signature = vault.sign(receipt_text(number, query_code, at, signer))
    return proof_of(signer, at, signature)


def check(text: str, keys: ReceiptKeys) -> tuple[Verdict, Proof | None]:
    """Tell what the code of a slip is worth."""
    proof = read_slip(text)
    if proof is None:
        return Verdict.UNREADABLE, None
    kiosk = keys.kiosks.get(proof.signer)
    key = kiosk.public_key if kiosk is not None else keys.centre.get(proof.signer)
    if key is None or not _fits(key, proof):
        return Verdict.FALSE, proof
    if kiosk is None:
        return Verdict.GENUINE, proof
    return (Verdict.DOUBTFUL if kiosk.revoked else Verdict.PROVISIONAL), proof


def _fits(key: str, proof: Proof) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(proof.signature, receipt_text(proof.number, proof.query_code, proof.at, proof.signer))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
