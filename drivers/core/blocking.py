"""A call into C code that may never return, made cancellable."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from drivers.core.errors import Cancelled

#: how often a waiting thread looks at the cancel event; far below the 0.3 s promised to callers
CANCEL_SLICE_S = 0.05

T = TypeVar("T")


class TimedOut(Exception):
    """The call did not return in time; its thread is left behind and what it uses must not be used again."""


def run_blocking(
    call: Callable[[], T], *, timeout: float, cancel: threading.Event, late: Callable[[], None] = lambda: None
) -> T:
    """Run `call` on a thread of its own and wait at most `timeout` seconds for what it returns or raises.

    Raises `TimedOut`, or `Cancelled` soon after `cancel` is set. Both leave the thread running as a daemon: a driver
    stuck in the kernel cannot be interrupted, but it need not take the kiosk with it. Should it come back after all,
    `late` runs on that thread to free what the call held.
    """
    result: list[T] = []
    failure: list[BaseException] = []
    done, left, lock = threading.Event(), threading.Event(), threading.Lock()

    def work() -> None:
        try:
            result.append(call())
        except BaseException as error:  # noqa: BLE001 - carried over to the waiting thread, see below
            failure.append(error)
        with lock:
            done.set()
        if left.is_set():
            late()

    threading.Thread(target=work, name="blocking-call", daemon=True).start()
    waited = 0.0
    while not done.wait(CANCEL_SLICE_S):
        waited += CANCEL_SLICE_S
        if not cancel.is_set() and waited < timeout:
            continue
        with lock:
            if done.is_set():
                break
            left.set()
        raise Cancelled() if cancel.is_set() else TimedOut()
    if failure:
        raise failure[0]
    return result[0]
