"""Townships and villages a visitor chooses the place of a matter from. GET /api/v1/kiosks/places -> Places."""

from __future__ import annotations

from server.contract.v1.base import Answer


class PlaceRow(Answer):
    """GB/T 2260 and the statistical code below it: 9 digits for a township, 12 for a village."""

    code: str
    name: str


class Places(Answer):
    """All of the county in which the terminal stands, by code."""

    items: tuple[PlaceRow, ...]
