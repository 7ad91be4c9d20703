"""A sentence as this hall words it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from server.core.columns import UtcDateTime
from server.core.guarded import Guarded
from server.core.reference import Stamped


class Wording(Stamped, Guarded, table=True):
    """One text; what is not here is worded as the program does. Versions before are among the revisions."""

    __tablename__ = "wording"

    name: str = Field(primary_key=True, max_length=40)
    text: str = Field(max_length=2000)
    at: datetime = Field(sa_type=UtcDateTime)
