"""What a citizen with number and query code may ask and say, as a terminal sends it (the routes serve the public pages too)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from server.contract.v1.base import Answer, AwareDatetime, Request
from server.contract.v1.visitors import ClockView


class FollowRequest(Request):
    number: str = Field(min_length=1, max_length=60)
    query_code: str = Field(min_length=1, max_length=60)


class FollowedStop(Answer):
    text: str
    text_en: str
    at: AwareDatetime


class PlainWords(Answer):
    """What is happening and what comes next, in words of every day."""

    now: str = ""
    now_en: str = ""
    next: str = ""
    next_en: str = ""


class ReviewOpen(Answer):
    until: AwareDatetime
    open: bool


class Followed(Answer):
    """How a matter goes: dates and limits, never content, never a person."""

    number: str
    state: str
    state_text: str
    state_text_en: str = ""
    unit_name: str = ""
    registered_at: AwareDatetime
    milestones: tuple[FollowedStop, ...] = ()
    clocks: tuple[ClockView, ...] = ()
    plain: PlainWords = PlainWords()
    #: what may be rated now
    ratable: tuple[str, ...] = ()
    review: ReviewOpen | None = None


class ResultRating(FollowRequest):
    """Satisfaction (满意度评价) in three levels: 0 satisfied, 1 fairly so, 3 not."""

    subject: Literal["office", "unit"]
    level: Literal[0, 1, 3]


class ResultRated(Answer):
    level: int


class ReviewRequest(FollowRequest):
    """The petitioner asks for review or re-review, whichever comes next (Regulations on Petitioning 2022, Art. 35, 36)."""

    reason: str = Field(min_length=5, max_length=2000)


class ReviewAsked(Answer):
    #: 复查 or 复核
    name: str
