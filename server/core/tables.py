"""What the database knows of itself."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from server.core.columns import UtcDateTime


class Installation(SQLModel, table=True):
    """One row. `key_check` opens only with the key everything else was sealed with."""

    __tablename__ = "installation"

    id: int = Field(primary_key=True)
    key_check: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)
    #: True: holds the demo county, whose accounts share a public password
    demo: bool = False
