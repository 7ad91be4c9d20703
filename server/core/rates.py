"""How often somebody may ask: counted in each process, so that no request waits for another one's count.

With n web processes the limits are n times as high; what must hold across processes (wrong passwords, wrong query codes) is
counted in the database.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from server.contract.v1 import ErrorCode
from server.core.errors import HallError

#: who was not seen for the longest time is forgotten first
_MOST_KNOWN = 20_000


class Rate:
    """So many a minute, in bursts of at most half of them (token bucket)."""

    def __init__(self, per_minute: int, seconds: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60
        self._burst = max(per_minute / 2, 1.0)
        self._seconds = seconds
        self._lock = threading.Lock()
        #: who -> (tokens left, when that was)
        self._known: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str) -> None:
        """Count one; raise TOO_MANY_REQUESTS with the seconds to wait."""
        now = self._seconds()
        with self._lock:
            tokens, at = self._known.pop(who, (self._burst, now))
            tokens = min(tokens + (now - at) * self._per_second, self._burst)
            allowed = tokens >= 1
            self._known[who] = (tokens - 1 if allowed else tokens, now)
            while len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)
        if not allowed:
            wait = int((1 - tokens) / self._per_second) + 1
            raise HallError(
                ErrorCode.TOO_MANY_REQUESTS,
                "请求过于频繁。",
                "Too many requests.",
                f"请 {wait} 秒后再试 · Try again in {wait} seconds.",
                retry_after=wait,
            )


class Rates:
    """The limits of this process."""

    def __init__(self, *, public: int, sign_in: int, session: int, kiosk: int) -> None:
        #: pages and answers without a login, by address
        self.public = Rate(public)
        #: sign-ins and enrolments, by address
        self.sign_in = Rate(sign_in)
        #: requests signed by no terminal we know, by address; apart, so that a broken terminal locks nobody out
        self.strangers = Rate(sign_in)
        #: everything of one login
        self.session = Rate(session)
        #: everything of one terminal
        self.kiosk = Rate(kiosk)
