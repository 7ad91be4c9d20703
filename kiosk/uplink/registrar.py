"""Registering: kept first, then sent; what could not be sent now is sent later, once."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime

from kiosk.flow.answers import Failed, Registered
from kiosk.flow.effects import Register
from kiosk.flow.visit import Mishap
from kiosk.uplink import answers
from kiosk.uplink.client import BACKGROUND_SECONDS, CentreClient, Rejected, Unreachable
from kiosk.uplink.leases import HallTexts, Leases
from kiosk.uplink.outbox import Entry, Outbox, Upload
from kiosk.uplink.requests import register_request
from kiosk.uplink.signature import signature_page
from kiosk.uplink.store import Store
from server.contract.v1 import ErrorCode, Problem, RegisterRequest, RegisterResponse

log = logging.getLogger("hall.kiosk.uplink")

#: a visitor waits this long for pages and registration together, then the receipt is provisional
VISITOR_SECONDS = 8.0
#: below this no request is begun
SHORTEST_SECONDS = 0.05
#: refusals of the content: sending the same again cannot help, the visitor or the attendant can
CONTENT_REFUSED = frozenset(
    {
        ErrorCode.INVALID_REQUEST,
        ErrorCode.KEY_REUSED,
        ErrorCode.NOT_FOUND,
        ErrorCode.HASH_MISMATCH,
        ErrorCode.BAD_IMAGE,
        ErrorCode.TOO_LARGE,
        ErrorCode.WRONG_STATE,
        ErrorCode.CONFLICT,
    }
)

#: refused because its moment lies in the future
OF_THE_FUTURE = ("registered_at",)
#: attempts after which even that is for a person to look at
REDATED = 20


class Registrar:
    """`client` None: this terminal was never enrolled, so everything is kept."""

    def __init__(
        self,
        store: Store,
        client: CentreClient | None,
        *,
        hall_region: str,
        notice_version: str,
        hall: HallTexts,
        now: Callable[[], datetime],
    ) -> None:
        self._outbox = Outbox(store)
        self._leases = Leases(store)
        self._client = client
        self._hall_region = hall_region
        self._notice_version = notice_version
        self._hall = hall
        self._now = now

    def register(self, effect: Register) -> Registered | Failed:
        """Keep the registration, then try to send it while the visitor waits."""
        request = register_request(effect, self._hall_region, self._notice_version)
        signed = signature_page(effect.signature)
        sheets = effect.pages if signed is None else (*effect.pages, signed)
        pages = tuple(Upload(p.sha256, p.data, p.media_type) for p in sheets)
        try:
            entry = self._outbox.keep(effect.visit_id, request, pages, self._now())
        except (sqlite3.Error, OSError) as error:
            log.error("a registration cannot be kept on this terminal: %s", type(error).__name__)
            return self._without_outbox(effect, request, pages)
        answer = self.send(entry, VISITOR_SECONDS)
        match answer:
            case RegisterResponse():
                self._outbox.delivered(entry.key)
                return Registered(answers.receipt(answer, effect.holder.name, len(effect.pages)))
            case Rejected():
                # The visitor can correct it, which replaces the row; should they leave instead, the attendant sees it.
                self._outbox.refuse(entry.key)
                return Failed("submit", Mishap.REJECTED, _said(answer.problem))
            case Unreachable():
                log.info("registration %s is kept on this terminal: %s", entry.key, answer.reason)
                self._outbox.put_off(entry.key, entry.attempts, self._now())
                hall = self._leases.texts(self._hall)
                key = self._client.key if self._client is not None else None
                return Registered(answers.provisional(effect, self._leases.of(entry.key), hall, key))

    def deliver_due(self) -> bool:
        """Send one registration from the outbox; False when there is none, or the centre cannot be reached."""
        entry = self._outbox.due(self._now())
        if entry is None:
            return False
        answer = self.send(entry, BACKGROUND_SECONDS)
        match answer:
            case RegisterResponse():
                self._outbox.delivered(entry.key)
                log.info("registration %s reached the centre after %d attempts", entry.key, entry.attempts + 1)
                return True
            case Rejected(problem) if problem.fields == OF_THE_FUTURE and entry.attempts < REDATED:
                # what was confirmed is never lost to a clock that was set right since
                log.warning("registration %s was kept while the clock was ahead: it counts from now", entry.key)
                self._outbox.dated(entry, self._now())
                self._outbox.put_off(entry.key, entry.attempts, self._now())
                return True
            case Rejected():
                self._outbox.refuse(entry.key)
                log.error("the centre refused registration %s: %s", entry.key, answer.problem.code.value)
                return True
            case Unreachable():
                self._outbox.put_off(entry.key, entry.attempts, self._now())
                return False

    def refill(self, wanted: int) -> None:
        """Lease numbers when fewer than half of `wanted` are left, or nothing was ever leased."""
        if self._client is None or self._leases.free(self._now()) * 2 >= wanted:
            return
        answer = self._client.lease(wanted)
        match answer:
            case Rejected():
                log.warning("the centre leases no numbers to this terminal: %s", answer.problem.code.value)
            case Unreachable():
                log.info("no numbers leased: %s", answer.reason)
            case _:
                self._leases.add(answer, self._now())

    def send(self, entry: Entry, seconds: float) -> RegisterResponse | Rejected | Unreachable:
        """Upload the pages, then register, within `seconds`. `Rejected` means that the content was refused."""
        if self._client is None:
            return Unreachable("not enrolled")
        end = time.monotonic() + seconds
        for page in entry.pages:
            stored = self._client.put_page(page.sha256, page.data, page.media_type, _left(end))
            if isinstance(stored, Rejected):
                return _judged(stored)
            if isinstance(stored, Unreachable) or time.monotonic() >= end:
                return stored if isinstance(stored, Unreachable) else Unreachable("out of time")
        answer = self._client.register(entry.key, entry.body, _left(end))
        if isinstance(answer, Rejected) and answer.problem.code is ErrorCode.NUMBER_NOT_LEASED and entry.number:
            log.warning("a leased number is unknown to the centre; registration %s asks for another", entry.key)
            entry = self._outbox.without_number(entry)
            answer = self._client.register(entry.key, entry.body, _left(end))
        return _judged(answer) if isinstance(answer, Rejected) else answer

    def _without_outbox(
        self, effect: Register, request: RegisterRequest, pages: tuple[Upload, ...]
    ) -> Registered | Failed:
        """The disk failed: the centre can still take it, otherwise the visitor must know that nothing is kept."""
        entry = Entry(effect.visit_id, "", request.model_dump_json().encode(), pages)
        answer = self.send(entry, VISITOR_SECONDS)
        match answer:
            case RegisterResponse():
                return Registered(answers.receipt(answer, effect.holder.name, len(effect.pages)))
            case Rejected():
                return Failed("submit", Mishap.REJECTED, _said(answer.problem))
            case Unreachable():
                return Failed("submit", Mishap.NOT_KEPT)


def _left(end: float) -> float:
    return max(end - time.monotonic(), SHORTEST_SECONDS)


def _judged(refusal: Rejected) -> Rejected | Unreachable:
    """A refusal of the terminal or of the moment is not the visitor's: the registration waits."""
    if refusal.problem.code in CONTENT_REFUSED:
        return refusal
    log.warning("the centre does not take requests of this terminal now: %s", refusal.problem.code.value)
    return Unreachable(refusal.problem.code.value)


def _said(problem: Problem) -> str:
    """The centre's own sentence in both languages."""
    return f"{problem.message} · {problem.message_en}" if problem.message_en else problem.message
