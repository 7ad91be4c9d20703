"""A form that stands on a page of its own area: taken, or shown again with what was typed and why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from server.accounts.asking import SignedIn
from server.cases import access
from server.cases.receivers import Receivers
from server.contract.v1 import ErrorCode
from server.contract.v1.base import Request as Message
from server.core.errors import STATUS, HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.units import service as units
from server.web.acts.form import Field, Shape, Unreadable, as_said, read, typed
from server.web.filepage import Offered, Refused
from server.web.guard import ConfirmedDep, acting
from server.web.pages.steps import SentDep

M = TypeVar("M", bound=Message)
#: draws the page with the form again
Again = Callable[[Refused], Response]
#: what leaves the form as it was
_SHOWN_AGAIN = (ErrorCode.INVALID_REQUEST, ErrorCode.CONFLICT, ErrorCode.WRONG_STATE, ErrorCode.LIMIT_PASSED)


@dataclass(frozen=True, slots=True)
class Posted:
    """A form that somebody signed in has sent from a page of theirs."""

    person: SignedIn
    form: FormData
    work: Work
    who: access.Reader

    def take(
        self,
        name: str,
        fields: tuple[Field, ...],
        model: type[M],
        step: Callable[[M], str | Response],
        again: Again,
        shape: Shape = as_said,
    ) -> Response:
        """Read the form `name` and take the step with it.

        The step returns the address to go on to, or the page that says what became of it. A form that is refused is shown
        again, and nothing of it is kept.
        """
        return self._attempt(name, fields, lambda: step(read(model, fields, self.form, self.work.now, shape)), again)

    def do(self, name: str, step: Callable[[], str], again: Again) -> Response:
        """As `take`, for a form without fields."""
        return self._attempt(name, (), step, again)

    def _attempt(
        self, name: str, fields: tuple[Field, ...], step: Callable[[], str | Response], again: Again
    ) -> Response:
        said = typed(fields, self.form)
        try:
            onward = step()
        except Unreadable as wrong:
            words = ("请补充标出的内容。", "Please complete what is marked.")
            return again(Refused(name, 422, *words, said, wrong.problems))
        except HallError as refusal:
            if refusal.code not in _SHOWN_AGAIN:
                raise
            self.work.session.rollback()
            problem = refusal.problem
            marked = dict.fromkeys(problem.fields, problem.message)
            return again(Refused(name, STATUS[refusal.code], *refusal.words, said, marked))
        return onward if isinstance(onward, Response) else RedirectResponse(onward, status_code=303)


def _posted(person: ConfirmedDep, form: SentDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Posted:
    return Posted(person, form, acting(person, session, centre, now), access.reader(session, person.account))


PostedDep = Annotated[Posted, Depends(_posted)]


def region_of(work: Work, unit: str) -> Offered:
    """Return what a form that names a unit lets somebody choose from: the units of the region of `unit` that work."""
    codes = sorted(code for code in units.beside(work.session, unit) if units.works(work.session, code))
    found = (units.ref(work.session, code) for code in codes)
    return Offered(Receivers(tuple(one for one in found if one is not None), withheld=False), (), (), (), ())
