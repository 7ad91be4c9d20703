"""What number and query code open: the matter itself, to whoever holds its slip. Wrong ones answer all alike, and lock."""

from __future__ import annotations

from pydantic import Field

from server.cases import attempts, numbers, repository
from server.cases.tables import PetitionCase
from server.contract.v1 import ErrorCode
from server.contract.v1.base import Request
from server.core import ids
from server.core.errors import HallError
from server.core.work import Work

#: compared with when there is no such matter, so that the answer takes as long
_NO_INDEX = "0" * 64
_LOCKED = (
    "输入错误次数过多，暂时不能查询。",
    "Too many wrong codes; this number is locked for a while.",
    "请 {minutes} 分钟后再试，或到窗口查询 · Try later or ask at the window.",
)


class ByCode(Request):
    """What stands on the slip; sent in the body, so that no log holds it."""

    number: str = Field(min_length=1, max_length=60)
    query_code: str = Field(min_length=1, max_length=60)


def opened(work: Work, number: str, code: str) -> PetitionCase:
    """Return the matter that number and query code open. Raise NOT_FOUND for a wrong pair, TOO_MANY_REQUESTS while
    locked.

    A sealed matter answers like one that does not exist (accusations are not shown on the net).
    """
    number, code = number.strip().upper(), ids.normalise_code(code)
    tried = attempts.index(work, number)
    attempts.refuse_while_locked(work, tried, *_LOCKED)
    case = repository.by_number(work.session, number)
    expected = case.code_index if case is not None and not case.restricted else _NO_INDEX
    right = numbers.code_fits(work, expected, code)
    if case is None or not right:
        work.session.rollback()
        if ids.is_petition_number(number):
            attempts.count_failure(work, tried)
        raise HallError(
            ErrorCode.NOT_FOUND,
            "编号或查询码不正确。",
            "Number or query code is not right.",
            "请对照回执重新输入 · Type them as on the slip.",
        )
    attempts.forget(work, tried)
    return case
