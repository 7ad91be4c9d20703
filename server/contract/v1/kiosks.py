"""Numbers leased to a kiosk, so that a slip carries a real number while the network is gone."""

from __future__ import annotations

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
