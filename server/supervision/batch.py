"""One step with many matters: each row says what became of it, and one that is refused stops no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from server.cases import access
from server.cases.access import Reader
from server.contract.v1.base import Answer
from server.core.errors import HallError
from server.core.work import Work
from server.supervision import people

MOST = 100
Petitions = Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST)]


class RowResult(Answer):
    petition_id: str
    #: "" for a matter this reader does not see
    number: str
    done: bool
    #: why not: a code of the errors, with its words
    code: str = ""
    message: str = ""
    message_en: str = ""


class BatchResult(Answer):
    done: int
    refused: int
    rows: tuple[RowResult, ...]


def each(work: Work, who: Reader, petitions: Petitions, step: Callable[[str, int], object]) -> BatchResult:
    """Take `step(case id, version)` with every matter, once; raise FORBIDDEN for who does not supervise.

    The step must refuse before it writes: what it wrote stays.
    """
    people.check(work.session, who)
    rows = [_one(work, who, case_id, step) for case_id in dict.fromkeys(petitions)]
    done = sum(row.done for row in rows)
    return BatchResult(done=done, refused=len(rows) - done, rows=tuple(rows))


def _one(work: Work, who: Reader, case_id: str, step: Callable[[str, int], object]) -> RowResult:
    number = ""
    try:
        seen = access.find(work.session, who, case_id, lock=True)
        number = seen.number
        step(case_id, seen.last_seq)
    except HallError as refusal:
        problem = refusal.problem
        return RowResult(
            petition_id=case_id,
            number=number,
            done=False,
            code=problem.code,
            message=problem.message,
            message_en=problem.message_en,
        )
    return RowResult(petition_id=case_id, number=number, done=True)
