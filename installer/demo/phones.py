"""The phones of the people who are told: each signs in and holds a server-sent event stream open."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from typing import Any

import httpx2

#: the answer to a sign-in; the password hash alone costs about 50 ms
SIGN_IN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """One notice as it reached a phone. `at` is a reading of `time.monotonic()`."""

    notice: dict[str, Any]
    at: float


class Phone:
    """One signed-in person with an open page."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self.username = username
        self.arrivals: list[Arrival] = []
        self._changed = threading.Condition()
        self._open = threading.Event()
        self._client = httpx2.Client(base_url=url, timeout=SIGN_IN_SECONDS)
        self._client.post("/api/v1/session", json={"username": username, "password": password}).raise_for_status()
        self._stopped = False
        threading.Thread(target=self._listen, name=f"phone-{username}", daemon=True).start()
        if not self._open.wait(SIGN_IN_SECONDS):
            raise TimeoutError(f"{username}: 事件流没有打开 · the event stream did not open")

    def close(self) -> None:
        self._stopped = True
        self._client.close()

    def wait(self, count: int, *, seconds: float) -> bool:
        """True once `count` notices have arrived; False after `seconds`."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.arrivals) >= count, timeout=seconds)

    def _listen(self) -> None:
        try:
            with self._client.stream(
                "GET", "/api/v1/stream", timeout=httpx2.Timeout(SIGN_IN_SECONDS, read=None)
            ) as stream:
                stream.raise_for_status()
                self._open.set()
                for line in stream.iter_lines():
                    if line.startswith("data:"):
                        self._arrived(json.loads(line[5:]))
        except (httpx2.HTTPError, ValueError, RuntimeError):
            # closing the client from another thread ends the stream with one of these; a stream that ends by itself
            # shows as a phone that received nothing, which is what the demo reports
            return

    def _arrived(self, notice: dict[str, Any]) -> None:
        now = time.monotonic()
        with self._changed:
            self.arrivals.append(Arrival(notice, now))
            self._changed.notify_all()
