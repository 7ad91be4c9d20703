"""How the service in the hall was (好差评), as a terminal sends it: with number and query code, no login, no name.

The route takes more than that: office and unit are rated on the page of progress.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from server.contract.v1.base import Answer, Request


class HallRating(Request):
    number: str = Field(min_length=1, max_length=60)
    query_code: str = Field(min_length=1, max_length=60)
    subject: Literal["hall"] = "hall"
    #: 5 very satisfied … 1 not at all
    level: Literal[1, 2, 3, 4, 5]


class HallRated(Answer):
    level: int
