"""The duty catalogue (责任清单): who answers for which class of matter where, and since when."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from server.core.guarded import Guarded
from server.core.reference import Stamped


class DutyEntry(Stamped, Guarded, table=True):
    """One duty, valid on `valid_from <= day <= valid_to`; a change ends one row and adds another, so the past stays."""

    __tablename__ = "duty_entry"

    id: int | None = Field(default=None, primary_key=True)
    #: 2, 4 or 6 digits of the content class: a branch, a group or one class
    category_code: str = Field(max_length=6, index=True)
    #: prefix of the place's region code; "" means the whole district
    region: str = Field(default="", max_length=12)
    unit_code: str = Field(max_length=40, index=True)
    legal_basis: str = Field(default="", max_length=200)
    valid_from: date
    #: last day of validity; None while it lasts
    valid_to: date | None = None
