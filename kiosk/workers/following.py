"""What the centre answers to whoever asks behind the doors: progress, rating, review."""

from __future__ import annotations

import logging
from typing import Literal, cast

from kiosk.flow.doors.effects import AskMatters, AskProgress, AskReview, RateResult
from kiosk.flow.doors.events import MattersFound, ResultTaken
from kiosk.flow.doors.state import Matter, Said, Stop
from kiosk.uplink.answers import clock_line, earlier
from kiosk.uplink.client import CentreClient, Rejected, Unreachable
from server.contract.v1 import ErrorCode
from server.contract.v1.following import Followed, FollowRequest, ResultRating, ReviewRequest

log = logging.getLogger("hall.kiosk.uplink")

Asked = AskProgress | AskMatters | RateResult | AskReview

_SAID = {
    ErrorCode.NOT_FOUND: Said.WRONG,
    ErrorCode.INVALID_REQUEST: Said.WRONG,
    ErrorCode.TOO_MANY_REQUESTS: Said.LOCKED,
    ErrorCode.CONFLICT: Said.RATED_BEFORE,
}


def ask(client: CentreClient | None, effect: Asked) -> MattersFound | ResultTaken:
    """Ask once; a centre out of reach is an answer, never an error."""
    match effect:
        case AskProgress():
            return _progress(client, effect)
        case AskMatters():
            return _matters(client, effect)
        case RateResult():
            return ResultTaken(_rated(client, effect))
        case AskReview():
            return ResultTaken(_reviewed(client, effect))


def _progress(client: CentreClient | None, effect: AskProgress) -> MattersFound:
    question = FollowRequest(number=effect.number[:60], query_code=effect.code[:60])
    found = client.follow(question) if client else Unreachable("not enrolled")
    match found:
        case Followed():
            return MattersFound((_matter(found, effect.code),))
        case Rejected():
            return MattersFound((), _SAID.get(found.problem.code, Said.OFFLINE))
        case Unreachable():
            log.info("progress not answered: %s", found.reason)
            return MattersFound((), Said.OFFLINE)


def _matters(client: CentreClient | None, effect: AskMatters) -> MattersFound:
    found = client.lookup(effect.id_type, effect.id_number) if client else Unreachable("not enrolled")
    if isinstance(found, Rejected | Unreachable):
        return MattersFound((), Said.OFFLINE)
    known = tuple(earlier(one) for one in found.matters)
    matters = tuple(
        Matter(
            one.number,
            one.state,
            one.state_text,
            one.unit_name,
            one.registered_at,
            one.clocks,
            state_text_en=one.state_text_en,
        )
        for one in known
    )
    return MattersFound(matters, Said.NOTHING if matters else Said.NO_MATTER)


def _rated(client: CentreClient | None, effect: RateResult) -> Said:
    said = ResultRating(
        number=effect.number,
        query_code=effect.code,
        subject="office" if effect.subject == "office" else "unit",
        level=cast(Literal[0, 1, 3], effect.level),
    )
    answer = client.rate_result(said) if client else Unreachable("not enrolled")
    if isinstance(answer, Unreachable):
        return Said.OFFLINE
    if isinstance(answer, Rejected):
        return (
            Said.NOT_YET
            if answer.problem.code is ErrorCode.WRONG_STATE
            else _SAID.get(answer.problem.code, Said.OFFLINE)
        )
    return Said.RATED


def _reviewed(client: CentreClient | None, effect: AskReview) -> Said:
    said = ReviewRequest(number=effect.number, query_code=effect.code, reason=effect.reason)
    answer = client.ask_review(said) if client else Unreachable("not enrolled")
    if isinstance(answer, Unreachable):
        return Said.OFFLINE
    if isinstance(answer, Rejected):
        if answer.problem.code is ErrorCode.LIMIT_PASSED:
            return Said.REVIEW_LATE
        closed = answer.problem.code in (ErrorCode.WRONG_STATE, ErrorCode.CONFLICT)
        return Said.REVIEW_CLOSED if closed else _SAID.get(answer.problem.code, Said.OFFLINE)
    return Said.REVIEW_TAKEN


def _matter(found: Followed, code: str) -> Matter:
    return Matter(
        number=found.number,
        state=found.state,
        state_text=found.state_text,
        state_text_en=found.state_text_en,
        unit_name=found.unit_name,
        registered_at=found.registered_at,
        clocks=tuple(clock_line(view) for view in found.clocks if view.told),
        stops=tuple(Stop(one.text, one.text_en, one.at) for one in found.milestones),
        code=code,
        now=(found.plain.now, found.plain.now_en),
        then=(found.plain.next, found.plain.next_en),
        ratable=found.ratable,
        review_until=found.review.until if found.review is not None and found.review.open else None,
    )
