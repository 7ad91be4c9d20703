"""Load from outside: a process of its own that speaks HTTP as terminals and officers do, with signed requests.

`python -m installer.bench.load` reads its plan as JSON from the standard input and prints what it measured. It uses
sockets and nothing else, so that it takes little of the processors it shares with what it measures.
"""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.contract.v1 import signing

STEPS = ("register", "acknowledge", "progress", "close")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "测试示例演样本甲乙丙丁戊己庚辛"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass
class Measured:
    took: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})
    whole: int = 0
    errors: list[str] = field(default_factory=list)
    #: petition ids and numbers the centre said it had registered
    registered: list[str] = field(default_factory=list)


class Line(ABC):
    """One connection to a server, and somebody who does one thing after the other over it."""

    def __init__(self, url: str, measured: Measured) -> None:
        where = urlsplit(url)
        self._host, self._port = str(where.hostname), int(where.port or 80)
        self._measured = measured
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def work(self, until: float) -> None:
        while time.perf_counter() < until:
            try:
                await self._whole()
            except (OSError, asyncio.IncompleteReadError, Refused) as error:
                self._measured.errors.append(f"{type(error).__name__}: {error}"[:200])
                await self.again()

    async def again(self) -> None:
        """Begin anew after a failure, with a fresh connection."""
        await self.leave()
        await asyncio.sleep(0.05)

    async def leave(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            _, writer = self._streams
            self._streams = None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    @abstractmethod
    async def _whole(self) -> None:
        """Do the thing once."""

    async def _post(self, step: str, path: str, headers: str, body: bytes) -> dict[str, Any]:
        began = time.perf_counter()
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        head = f"POST {path} HTTP/1.1\r\nHost: {self._host}\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        found = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(found[9:12])
        at = found.index(b"content-length:") + 15
        answer = await reader.readexactly(int(found[at : found.index(b"\r", at)]))
        self._measured.took[step].append((time.perf_counter() - began) * 1000)
        if status // 100 != 2:
            raise Refused(f"{step} {status} {answer[:150]!r}")
        told: dict[str, Any] = json.loads(answer)
        return told


class User(Line):
    """One person at a terminal, and the officer who goes on with the matter; one connection."""

    def __init__(self, plan: dict[str, Any], number: int, people: Iterator[str], measured: Measured) -> None:
        super().__init__(plan["url"], measured)
        self._plan = plan
        terminal = plan["terminals"][number % len(plan["terminals"])]
        self._kiosk = terminal["id"]
        self._key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(terminal["key"]))
        self._people = people
        self._number = count(number)

    async def _whole(self) -> None:
        answer = await self.register(secrets.token_hex(16), self.registration())
        if self._plan["only_register"]:
            self._measured.whole += 1
            return
        officer = self._plan["officers"][answer["decision"]["unit"]["code"]]
        file = await self._decide(officer, answer["petition_id"], "acknowledge", "acknowledge?answer=brief", None)
        note = {"version": file["version"], "text": "已联系信访人核实情况，正在调取材料。"}
        file = await self._decide(officer, answer["petition_id"], "progress", "notes", note)
        close = {"version": file["version"], "ground": "N5", "facts": "该争议已由有权机关依法受理，引导继续办理。"}
        file = await self._decide(officer, answer["petition_id"], "close", "refuse", close)
        self._measured.whole += file["state"] == "not_accepted"

    def registration(self, before: timedelta = timedelta(0)) -> bytes:
        """Return a registration, as if it had been made so long ago, without a line to the centre."""
        number = next(self._number)
        now = datetime.now(UTC) - before
        text = self._plan["texts"][number % len(self._plan["texts"])]
        name = _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // 7 % len(_GIVEN)] + _GIVEN[number % len(_GIVEN)]
        body = {
            "hall_region": "130406",
            "visit_started_at": (now - timedelta(seconds=100)).isoformat(),
            "registered_at": now.isoformat(),
            "petitioner": {
                "name": name,
                "id_number": next(self._people),
                "sex": "1",
                "phone": f"138{secrets.randbelow(10**8):08d}",
                "source": "card",
            },
            "matter": {"summary": text, "text": text * 2},
            "notice_version": "2026-1",
        }
        return json.dumps(body).encode()

    async def register(self, key: str, body: bytes) -> dict[str, Any]:
        """Send a registration as the terminal does; note what the centre says it has."""
        path, at, nonce = "/api/v1/petitions", str(int(time.time())), secrets.token_hex(16)
        text = signing.signing_string("POST", path, at, nonce, body, key)
        headers = (
            f"{signing.HEADER_KIOSK}: {self._kiosk}\r\n{signing.HEADER_TIME}: {at}\r\n{signing.HEADER_NONCE}: {nonce}\r\n"
            f"{signing.HEADER_SIGNATURE}: {base64.b64encode(self._key.sign(text)).decode()}\r\n"
            f"{signing.IDEMPOTENCY_KEY}: {key}\r\n"
        )
        answer = await self._post("register", path, headers, body)
        self._measured.registered.append(answer["petition_id"])
        return answer

    async def _decide(
        self, officer: dict[str, str], case_id: str, step: str, path: str, body: dict[str, Any] | None
    ) -> dict[str, Any]:
        headers = f"Cookie: {officer['cookie']}\r\nX-Hall-CSRF: {officer['csrf']}\r\n"
        sent = b"" if body is None else json.dumps(body).encode()
        return await self._post(step, f"/api/v1/petitions/{case_id}/{path}", headers, sent)


class Refused(Exception):
    """The centre answered with something else than 200."""


def people(start: int = 0) -> Iterator[str]:
    """Yield synthetic identity numbers: born in 1900, with the right check digit (GB 11643)."""
    for number in count(start):
        day, order = divmod(number, 999)
        month, day = divmod(day, 28)
        area, month = divmod(month, 12)
        digits = f"{130400 + area % 100:06d}1900{month + 1:02d}{day + 1:02d}{order + 1:03d}"
        total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
        yield digits + "10X98765432"[total % 11]


def figures(measured: Measured, seconds: float) -> dict[str, Any]:
    """Return rates, percentiles in milliseconds, and the processor time this process took."""
    found: dict[str, Any] = {
        "whole": measured.whole,
        "per_second": round(measured.whole / seconds, 1),
        "errors": len(measured.errors),
        "first_errors": measured.errors[:3],
        "generator_cpu_seconds": round(time.process_time(), 2),
    }
    for step, took in measured.took.items():
        if took:
            took.sort()
            found[f"{step}_p50_ms"] = round(took[len(took) // 2], 1)
            found[f"{step}_p95_ms"] = round(took[len(took) * 95 // 100], 1)
    every = sorted(one for took in measured.took.values() for one in took)
    found["p95_ms"] = round(every[len(every) * 95 // 100], 1) if every else None
    return found


async def drive(plan: dict[str, Any]) -> dict[str, Any]:
    """Let the users work for the time of the plan."""
    measured, everybody = Measured(), people(secrets.randbelow(20_000_000))
    users = [User(plan, number, everybody, measured) for number in range(plan["users"])]
    began = time.perf_counter()
    await asyncio.gather(*(user.work(began + plan["seconds"]) for user in users))
    found = figures(measured, time.perf_counter() - began)
    return found | ({"registered": measured.registered} if plan.get("tell") else {})


if __name__ == "__main__":
    click.echo(json.dumps(asyncio.run(drive(json.load(sys.stdin)))))
