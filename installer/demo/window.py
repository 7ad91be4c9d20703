"""The window of the hall, through the JSON interface: takes over who called at a terminal, and registers the matter."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Any, Self

import httpx2

REQUEST_SECONDS = 15.0
#: a terminal sends its pages before the call is heard
CALL_SECONDS = 20.0
PAUSE_S = 0.2


class Window:
    """One signed-in person of the desk. Raises `httpx2.HTTPStatusError` for what the centre refuses."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._client = httpx2.Client(base_url=f"{url}/api/v1", timeout=REQUEST_SECONDS)
        answer = self._client.post("/session", json={"username": username, "password": password})
        answer.raise_for_status()
        self._client.headers["X-Hall-CSRF"] = answer.json()["csrf"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def take(self, name: str) -> dict[str, Any]:
        """Wait for the newest call of today that nobody has taken, and take it; return what the terminal sent."""
        end, never = time.monotonic() + CALL_SECONDS, threading.Event()
        while time.monotonic() < end:
            waiting = [one for one in self._get("/reception/calls")["items"] if one["state"] == "waiting"]
            if waiting and waiting[0]["has_content"]:
                return self._post(f"/reception/handovers/{waiting[0]['id']}/take", {"window": name})
            never.wait(PAUSE_S)
        raise TimeoutError("没有人从终端叫窗口 · nobody called from a terminal")

    def register(self, call: dict[str, Any], summary: str) -> dict[str, Any]:
        """File the visit with this summary and the person the terminal read; return the registration."""
        sent = call["content"]
        body = {
            "registered_at": sent["visit_started_at"],
            "petitioner": sent["petitioner"],
            "matter": sent["matter"] | {"summary": summary},
        }
        return self._post(f"/reception/handovers/{call['id']}/register", body)

    def _get(self, path: str) -> dict[str, Any]:
        answer = self._client.get(path)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._client.post(path, json=body)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found
