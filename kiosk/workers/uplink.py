"""The three ways to the centre, each on its own thread: questions, registrations, and what happens in the background.

They are apart so that a slow preview never holds up a registration, nor a full outbox a visitor.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kiosk.flow.effects import Effect, LookUp, Register, Suggest
from kiosk.flow.events import EarlierFound, Failed, Registered, Suggested
from kiosk.flow.visit import Earlier
from kiosk.uplink import answers
from kiosk.uplink.client import CentreClient, Rejected, Unreachable
from kiosk.uplink.registrar import Registrar
from kiosk.uplink.requests import suggest_request
from kiosk.workers.worker import Say

log = logging.getLogger("hall.kiosk.uplink")

#: how often the outbox is looked at; its own pauses decide what is due
ROUND_SECONDS = 5.0


class QuestionWorker:
    """Earlier matters and the preview: worth a short wait, never a failure."""

    def __init__(self, client: CentreClient | None) -> None:
        self._client = client

    def open(self) -> None:
        """Nothing to make ready: connections are made when asked."""

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> EarlierFound | Suggested | None:
        match effect:
            case LookUp():
                return EarlierFound(self._matters(effect))
            case Suggest():
                return self._suggested(effect)
            case _:
                return None

    def close(self) -> None:
        """The client is shared; who made it closes it."""

    def _matters(self, effect: LookUp) -> tuple[Earlier, ...] | None:
        found = self._client.lookup(effect.id_type, effect.id_number) if self._client else Unreachable("not enrolled")
        if isinstance(found, Rejected | Unreachable):
            _note("lookup", found)
            return None
        return tuple(answers.earlier(m) for m in found.matters)

    def _suggested(self, effect: Suggest) -> Suggested:
        decision = self._client.suggest(suggest_request(effect)) if self._client else Unreachable("not enrolled")
        if isinstance(decision, Rejected | Unreachable):
            _note("suggest", decision)
            return Suggested(None)
        return Suggested(answers.suggestion(decision))


class OwnRegistrar:
    """A registrar with the connection it must close."""

    def __init__(self, registrar: Registrar, close: Callable[[], None]) -> None:
        self.registrar = registrar
        self.close = close


class RegisterWorker:
    """`make` opens the outbox; it is called on the worker's own thread, which then owns the connection."""

    def __init__(self, make: Callable[[], OwnRegistrar]) -> None:
        self._make = make
        self._own: OwnRegistrar | None = None

    def open(self) -> None:
        self._opened()

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> Registered | Failed | None:
        if not isinstance(effect, Register):
            return None
        return self._opened().registrar.register(effect)

    def close(self) -> None:
        if self._own is not None:
            self._own.close()

    def _opened(self) -> OwnRegistrar:
        if self._own is None:
            self._own = self._make()
        return self._own


class Courier:
    """Sends what waits in the outbox and leases numbers, from after the first screen to the end of the program."""

    def __init__(self, make: Callable[[], OwnRegistrar], leased_numbers: int) -> None:
        self._make = make
        self._leased_numbers = leased_numbers
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="hall-courier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """End after the request under way, waiting at most `seconds`: what was not sent stays in the outbox."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def _work(self) -> None:
        own: OwnRegistrar | None = None
        while not self._stop.is_set():
            try:
                own = own or self._make()
                own.registrar.refill(self._leased_numbers)
                while own.registrar.deliver_due() and not self._stop.is_set():
                    continue
            except Exception:
                # The next round tries again: this thread must outlive every fault of disk and network.
                log.exception("the courier failed in this round")
            self._stop.wait(ROUND_SECONDS)
        if own is not None:
            own.close()


def _note(question: str, failure: Rejected | Unreachable) -> None:
    reason = failure.problem.code.value if isinstance(failure, Rejected) else failure.reason
    log.info("%s not answered: %s", question, reason)
