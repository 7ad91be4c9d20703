"""The handover bus: a visit goes to the window, and what becomes of it there is followed until the last word."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import assert_never

from kiosk.flow.effects import Effect
from kiosk.flow.handover import FollowHandover, HandOver, HandoverMoved, News, WithdrawHandover
from kiosk.uplink import answers
from kiosk.uplink.client import BACKGROUND_SECONDS, CentreClient, Rejected, Unreachable
from kiosk.uplink.handover import handover_request, uploads
from kiosk.workers.worker import Say
from server.contract.v1 import ErrorCode
from server.contract.v1.handovers import HandoverState, HandoverStatus
from server.contract.v1.kiosks import StaffCall, StaffCalled

log = logging.getLogger("hall.kiosk.handover")

#: a visitor who is told "window 2 has taken over" should not have waited for the telling
POLL_S = 2.0

Answered = HandoverStatus | Rejected | Unreachable


@dataclass(frozen=True, slots=True)
class Sent:
    """What the slip needs to know of a visit that a window finishes; "" and 0 for one that was laid aside meanwhile."""

    handover_id: str
    holder_name: str = ""
    pages: int = 0

    def __repr__(self) -> str:
        return f"<Sent {self.handover_id}>"


class HandoverWorker:
    def __init__(self, client: CentreClient | None, notice_version: str, poll_s: float = POLL_S) -> None:
        self._client = client
        self._notice_version = notice_version
        self._poll_s = poll_s

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> HandoverMoved | None:
        if self._client is None:
            return HandoverMoved(News.LOST, heard=False) if isinstance(effect, HandOver | FollowHandover) else None
        match effect:
            case HandOver():
                return self._send(self._client, effect, cancel, say)
            case FollowHandover():
                return self._follow(self._client, Sent(effect.handover_id), None, cancel, say)
            case WithdrawHandover():
                answer = self._client.withdraw(effect.handover_id)
                if not isinstance(answer, HandoverStatus):
                    log.info("a handover was not withdrawn: it ends by itself")
                return None
            case _:
                return None

    def close(self) -> None:
        if self._client:
            self._client.close()

    def _send(self, client: CentreClient, effect: HandOver, cancel: threading.Event, say: Say) -> HandoverMoved | None:
        """The pages first, as for a registration; then the visit; then wait for what the window says."""
        for sha256, data, media_type in uploads(effect):
            if cancel.is_set():
                return None
            stored = client.put_page(sha256, data, media_type, BACKGROUND_SECONDS)
            if isinstance(stored, Rejected | Unreachable):
                return _lost(stored)
        answer = client.hand_over(effect.visit_id, handover_request(effect, self._notice_version))
        if isinstance(answer, Rejected) and answer.problem.code is ErrorCode.NOT_FOUND:
            return _called(client, effect)
        if isinstance(answer, Rejected | Unreachable):
            return _lost(answer)
        sent = Sent(answer.id, effect.holder.name if effect.holder else "", len(effect.pages))
        return self._follow(client, sent, answer, cancel, say)

    def _follow(
        self, client: CentreClient, sent: Sent, first: HandoverStatus | None, cancel: threading.Event, say: Say
    ) -> HandoverMoved | None:
        """Ask until the last word. A line that breaks changes nothing: the window may have it all the same."""
        before: HandoverMoved | None = None
        answer: Answered = first if first is not None else client.handover(sent.handover_id)
        while not cancel.is_set():
            moved = _moved(answer, sent)
            if moved is not None and moved.last:
                return moved
            if moved is not None and moved != before:
                before = moved
                say(moved)
            cancel.wait(self._poll_s)
            if not cancel.is_set():
                answer = client.handover(sent.handover_id)
        return None


def _moved(answer: Answered, sent: Sent) -> HandoverMoved | None:
    match answer:
        case Unreachable():
            return None
        case Rejected() if answer.problem.code is ErrorCode.NOT_FOUND:
            # forgotten by the centre: the visitor goes on here
            return HandoverMoved(News.RETURNED, sent.handover_id)
        case Rejected():
            log.warning("a handover cannot be followed: %s", answer.problem.code.value)
            return None
        case HandoverStatus():
            # nobody at the desk was told: the visitor waves, and whoever looks can still take the visit over
            heard, filed = answer.told > 0, answer.registration
            slip = answers.receipt(filed, sent.holder_name, sent.pages) if filed else None
            return HandoverMoved(_news(answer.state), sent.handover_id, answer.window, heard=heard, receipt=slip)
        case _:
            assert_never(answer)


def _news(state: HandoverState) -> News:
    match state:
        case HandoverState.WAITING:
            return News.WAITING
        case HandoverState.TAKEN:
            return News.TAKEN
        case HandoverState.RETURNED | HandoverState.WITHDRAWN:
            return News.RETURNED
        case HandoverState.FINISHED | HandoverState.DROPPED:
            return News.ENDED
        case _:
            assert_never(state)


def _called(client: CentreClient, effect: HandOver) -> HandoverMoved:
    """No office of this hall takes visits over: somebody is asked to come to the terminal."""
    missing = tuple(part.value for part in sorted(effect.missing))
    answer = client.call_staff(StaffCall(step=effect.step.value, missing=missing))
    return HandoverMoved(News.LOST, heard=isinstance(answer, StaffCalled) and answer.told > 0)


def _lost(failure: Rejected | Unreachable) -> HandoverMoved:
    reason = failure.problem.code.value if isinstance(failure, Rejected) else failure.reason
    log.info("a visit could not be handed over: %s", reason)
    return HandoverMoved(News.LOST, heard=False)
