"""Two ways to the centre, each on its own thread, so that a slow preview never holds up a registration."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Literal, cast

from kiosk.flow.answers import EarlierFound, Failed, RatingSent, Registered, StaffTold, Suggested
from kiosk.flow.doors.effects import AskMatters, AskProgress, AskReview, RateResult
from kiosk.flow.doors.events import MattersFound, ResultTaken
from kiosk.flow.effects import CallStaff, Effect, LookUp, Rate, Register, Suggest
from kiosk.flow.visit import Earlier
from kiosk.uplink import answers
from kiosk.uplink.client import CentreClient, Rejected, Unreachable
from kiosk.uplink.registrar import Registrar
from kiosk.uplink.requests import similar_request, suggest_request
from kiosk.workers import following
from kiosk.workers.worker import Say
from server.contract.v1.kiosks import StaffCall
from server.contract.v1.ratings import HallRating

log = logging.getLogger("hall.kiosk.uplink")

Level = Literal[1, 2, 3, 4, 5]


class QuestionWorker:
    """Earlier matters, the preview, the rating and the call for staff: worth a short wait, never a failure."""

    def __init__(self, client: CentreClient | None) -> None:
        self._client = client

    def carry_out(
        self, effect: Effect, cancel: threading.Event, say: Say
    ) -> EarlierFound | Suggested | RatingSent | StaffTold | MattersFound | ResultTaken | None:
        match effect:
            case AskProgress() | AskMatters() | RateResult() | AskReview():
                return following.ask(self._client, effect)
            case CallStaff():
                return self._called(effect)
            case Rate():
                return self._rated(effect)
            case LookUp():
                return EarlierFound(self._matters(effect))
            case Suggest():
                return self._suggested(effect)
            case _:
                return None

    def close(self) -> None:
        if self._client:
            self._client.close()

    def _matters(self, effect: LookUp) -> tuple[Earlier, ...] | None:
        found = self._client.lookup(effect.id_type, effect.id_number) if self._client else Unreachable("not enrolled")
        if isinstance(found, Rejected | Unreachable):
            _note("lookup", found)
            return None
        return tuple(answers.earlier(m) for m in found.matters)

    def _called(self, effect: CallStaff) -> StaffTold:
        """Somebody was told, or nobody: then the visitor is asked to wave."""
        log.info("staff called at step %s, missing: %s", effect.step.value, ", ".join(sorted(effect.missing)) or "-")
        said = StaffCall(step=effect.step.value, missing=tuple(part.value for part in sorted(effect.missing)))
        answer = self._client.call_staff(said) if self._client else Unreachable("not enrolled")
        if isinstance(answer, Rejected | Unreachable):
            _note("call for staff", answer)
            return StaffTold(reached=False)
        return StaffTold(reached=answer.told > 0)

    def _rated(self, effect: Rate) -> RatingSent:
        said = HallRating(number=effect.number, query_code=effect.query_code, level=cast(Level, effect.level))
        answer = self._client.rate(said) if self._client else Unreachable("not enrolled")
        if isinstance(answer, Rejected | Unreachable):
            _note("rating", answer)
            return RatingSent(kept=False)
        return RatingSent(kept=True)

    def _suggested(self, effect: Suggest) -> Suggested:
        decision = self._client.suggest(suggest_request(effect)) if self._client else Unreachable("not enrolled")
        if isinstance(decision, Rejected | Unreachable):
            _note("suggest", decision)
            return Suggested(None)
        return Suggested(answers.suggestion(decision), self._similar(effect))

    def _similar(self, effect: Suggest) -> Earlier | None:
        """The likeliest earlier matter; None without an answer: it is only a help."""
        if self._client is None or not effect.id_number:
            return None
        found = self._client.similar(similar_request(effect))
        if isinstance(found, Rejected | Unreachable):
            _note("similar", found)
            return None
        return next((answers.earlier(matter) for matter in found.matters), None)


class OwnRegistrar:
    """A registrar with the connections that belong to its thread."""

    def __init__(self, registrar: Registrar, close: Callable[[], None]) -> None:
        self.registrar = registrar
        self.close = close


class RegisterWorker:
    """The registration itself: the one thing that no wipe withdraws."""

    def __init__(self, own: OwnRegistrar) -> None:
        self._own = own

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> Registered | Failed | None:
        return self._own.registrar.register(effect) if isinstance(effect, Register) else None

    def close(self) -> None:
        self._own.close()


def _note(question: str, failure: Rejected | Unreachable) -> None:
    reason = failure.problem.code.value if isinstance(failure, Rejected) else failure.reason
    log.info("%s not answered: %s", question, reason)
