"""A form that stands on a page of its own area: taken, or shown again with what was typed and why not."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.responses import Response
from starlette.datastructures import FormData

from server.cases.receivers import Receivers
from server.contract.v1 import ErrorCode
from server.core.errors import STATUS, HallError
from server.core.work import Work
from server.units import service as units
from server.web.acts.form import Field, Unreadable, typed
from server.web.filepage import Offered, Refused

#: what leaves the form as it was
_SHOWN_AGAIN = (ErrorCode.INVALID_REQUEST, ErrorCode.CONFLICT, ErrorCode.WRONG_STATE, ErrorCode.LIMIT_PASSED)


def attempt(
    work: Work,
    name: str,
    fields: tuple[Field, ...],
    form: FormData,
    step: Callable[[], object],
    again: Callable[[Refused], Response],
) -> Response | None:
    """Take the step; return the page with the form again when it is refused, None when it is done."""
    said = typed(fields, form)
    try:
        step()
    except Unreadable as wrong:
        words = ("请补充标出的内容。", "Please complete what is marked.")
        return again(Refused(name, 422, *words, said, wrong.problems))
    except HallError as refusal:
        if refusal.code not in _SHOWN_AGAIN:
            raise
        work.session.rollback()
        problem = refusal.problem
        words = (f"{problem.message}{problem.remedy}", problem.message_en)
        return again(Refused(name, STATUS[refusal.code], *words, said, dict.fromkeys(problem.fields, problem.message)))
    return None


def region_of(work: Work, unit: str) -> Offered:
    """Return what a form that names a unit lets somebody choose from: the units of the region of `unit` that work."""
    codes = sorted(code for code in units.beside(work.session, unit) if units.works(work.session, code))
    found = (units.ref(work.session, code) for code in codes)
    return Offered(Receivers(tuple(one for one in found if one is not None), withheld=False), (), (), (), ())
