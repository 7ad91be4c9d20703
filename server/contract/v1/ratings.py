"""What a petitioner thinks, given with number and query code: no login, no name."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from server.contract.v1.base import Answer, Request


class Subject(StrEnum):
    OFFICE = "office"
    UNIT = "unit"
    HALL = "hall"


class RateRequest(Request):
    number: str = Field(min_length=1, max_length=60)
    query_code: str = Field(min_length=1, max_length=60)
    subject: Subject
    #: office and unit: 0 satisfied, 1 fairly so, 3 not; hall: 5 very satisfied … 1 not at all
    level: Literal[0, 1, 2, 3, 4, 5]
    reason: str = Field(default="", max_length=1000)


class Rated(Answer):
    subject: Subject
    level: int
