"""Numbers leased to a kiosk, so that a slip carries a real number while the network is gone."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from server.contract.v1.base import Answer, AwareDatetime, Request


class LeaseRequest(Request):
    """How many unused numbers the kiosk wants to hold in reserve."""

    count: int = Field(ge=1, le=100)


class Lease(Answer):
    """A petition number (信访件编号) and its query code (查询码), reserved for one kiosk."""

    number: str
    query_code: str


class LeaseResponse(Answer):
    leases: tuple[Lease, ...]
    valid_until: AwareDatetime
    #: what the slip prints without asking again: hall, phones, the address of the progress page
    hall_name: str
    hall_phone: str
    supervision_phone: str
    progress_url: str


class StaffCall(Request):
    """A visitor asks for a person. Says where they stand and what the terminal lacks, and nothing of them."""

    #: screen of the visit
    step: str = Field(pattern=r"^[a-z_]{1,20}$")
    missing: tuple[Literal["reader", "camera", "printer", "ocr"], ...] = Field(default=(), max_length=4)


class StaffCalled(Answer):
    #: how many at the desk of the hall were told
    told: int


class EnrolRequest(Request):
    """Sent once, unsigned: the code is the key, the proof shows that the terminal has the private half of its own."""

    code: str = Field(min_length=8, max_length=40)
    #: Ed25519, 32 raw bytes, base64
    public_key: str = Field(min_length=44, max_length=44)
    #: Ed25519 signature over `enrolment_text`, base64
    proof: str = Field(min_length=88, max_length=88)


class Enrolled(Answer):
    kiosk_id: str
    name: str
    region: str


def enrolment_text(code: str, public_key: str) -> bytes:
    """Return the bytes to sign; both as sent."""
    return f"petition-hall enrolment v1\n{code}\n{public_key}".encode()
