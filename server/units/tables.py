"""Regions, units and who holds which post in them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from server.core.columns import UtcDateTime
from server.core.guarded import Guarded
from server.core.reference import Stamped


class UnitKind(StrEnum):
    """What a unit is, as far as the way of a matter depends on it."""

    #: party committee and government of the district
    DISTRICT = "district"
    #: 信访局: reception and screening desk
    PETITION = "petition"
    #: 纪委监委: the only receiver of accusations
    DISCIPLINE = "discipline"
    POLITICAL_LEGAL = "political_legal"
    DEPARTMENT = "department"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    TOWNSHIP = "township"
    VILLAGE = "village"
    ENTERPRISE = "enterprise"


class PostRole(StrEnum):
    DUTY_OFFICER = "duty_officer"
    LEADER_IN_CHARGE = "leader_in_charge"
    CONVENOR = "convenor"
    HEAD = "head"


class Region(Stamped, Guarded, table=True):
    """GB/T 2260 and the statistical division codes below it: 6, 9 or 12 digits."""

    __tablename__ = "region"

    code: str = Field(primary_key=True, max_length=12)
    name: str = Field(max_length=60)
    parent: str = Field(default="", max_length=12)


class Unit(Stamped, Guarded, table=True):
    __tablename__ = "unit"

    code: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=120)
    kind: str = Field(max_length=20, index=True)
    region: str = Field(max_length=12, index=True)
    #: code of the superior unit, "" at the top
    parent: str = Field(default="", max_length=40, index=True)
    phone: str = Field(default="", max_length=40)
    address: str = Field(default="", max_length=200)
    #: other names, separated by |
    aliases: str = Field(default="", max_length=1000)
    #: dissolved since this day (撤销), YYYY-MM-DD, "" while it works; whoever goes on with its duties is named (Art. 24(2))
    dissolved_on: str = Field(default="", max_length=10, sa_column_kwargs={"server_default": ""})
    successor: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})


class Post(Stamped, Guarded, table=True):
    """One person holding one post in one unit."""

    __tablename__ = "post"

    unit: str = Field(primary_key=True, max_length=40, foreign_key="unit.code")
    role: str = Field(primary_key=True, max_length=20)
    #: user name of the account
    account: str = Field(primary_key=True, max_length=60, index=True)
    #: name shown to colleagues
    holder: str = Field(default="", max_length=60)


class DutyTurn(Guarded, table=True):
    """One person keeping the desk of a unit for some hours. What was taken off the roster stays, and can be put back."""

    __tablename__ = "duty_turn"

    id: str = Field(primary_key=True, max_length=32)
    unit: str = Field(max_length=40, foreign_key="unit.code", index=True)
    account: str = Field(max_length=60)
    begins_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str = Field(max_length=60)
    made_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removed_by: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
