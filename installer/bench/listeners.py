"""Many open pages in one lean process: each a connection that reads server-sent events and notes when each arrived.

Run as `python -m installer.bench.listeners FILE`; FILE holds {"pages": [[url, cookie, account], …], "out": path}. Says
{"open": n} once all are open, and on end of input writes [[case, account, moment], …], moments of CLOCK_MONOTONIC.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import click

#: opened at once: a centre's people do not all arrive in the same instant
_AT_ONCE = 16
_SECONDS = 60.0


class Page:
    def __init__(self, url: str, cookie: str, account: str) -> None:
        self._url = urlsplit(url)
        self._cookie = cookie
        self._account = account
        self.heard: list[tuple[str, str, float]] = []
        self.broken = 0

    async def open(self, room: asyncio.Semaphore) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Return once the stream has said its first word."""
        async with room:
            host, port = self._url.hostname or "", self._url.port or 80
            reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), _SECONDS)
            head = f"GET /api/v1/stream HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {self._cookie}\r\n\r\n"
            writer.write(head.encode())
            answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _SECONDS)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise ConnectionError(answer.split(b"\r\n")[0].decode())
            await asyncio.wait_for(reader.readuntil(b"retry:"), _SECONDS)
        return reader, writer

    async def listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"data: "):
                at = time.monotonic()
                self.heard.append((json.loads(line[6:])["case_id"], self._account, at))
        self.broken += 1


async def _listen(pages: list[Page]) -> int:
    room = asyncio.Semaphore(_AT_ONCE)
    lines = await asyncio.gather(*(page.open(room) for page in pages))
    listening = [asyncio.create_task(page.listen(reader)) for page, (reader, _) in zip(pages, lines, strict=True)]
    click.echo(json.dumps({"open": len(pages)}))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    broken = sum(page.broken for page in pages)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    for _, writer in lines:
        writer.close()
    return broken


def main() -> None:
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    pages = [Page(*page) for page in given["pages"]]
    broken = asyncio.run(_listen(pages))
    heard = [one for page in pages for one in page.heard]
    Path(given["out"]).write_text(json.dumps({"heard": heard, "broken": broken}), "utf-8")


if __name__ == "__main__":
    main()
