"""`hall bench pages --cases N`: how long the server works on every page and every JSON list of every role in a long past.

Asked without a network, one at a time, each role signed in. A page is named by the address it was asked under. Wall time
depends on who else uses the machine; the processor time of the program and of the database does not.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from installer.bench.examples import Examples

#: what a page may take, milliseconds
PAGE_MS = 200
#: lists as their filters show them
_FILTERED = (
    *("/inbox?show=waiting", "/inbox?show=overdue", "/inbox?whose=mine", "/inbox?whose=free"),
    *("/matters?show=overdue", "/matters?unit=130406-renshe", "/supervision?show=near"),
    *("/audit?action=petition.read", "/audit?actor=account:renshe.duty", "/audit?what=case:*"),
)


@dataclass
class Timed:
    role: str
    path: str
    wall_ms: list[float] = field(default_factory=list)
    #: of the program
    cpu_ms: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        took = sorted(self.wall_ms)
        return round(took[min(int(len(took) * share), len(took) - 1)], 1)

    @property
    def cpu(self) -> float:
        return round(sorted(self.cpu_ms)[len(self.cpu_ms) // 2], 1)


def run(cases: int, times: int, *, sqlite: bool, only: str, as_json: bool) -> None:
    """Fill a centre, ask for everything, say what was slow. Raise ClickException when a page took too long."""
    from installer.bench import cluster
    from installer.bench.examples import examples

    with (
        nullcontext("") if sqlite else cluster.postgresql() as url,
        examples(url, cases, lambda said: click.echo(said, err=True)) as made,
    ):
        began = _processor_seconds()
        timed = [one for one in asked(made, times) if only in one.path]
        database = _processor_seconds() - began
    timed.sort(key=lambda one: -one.at(0.5))
    for one in timed[:20]:
        click.echo(
            f"{one.at(0.5):8.1f} ms p50 {one.at(0.95):8.1f} p95 {one.cpu:8.1f} cpu  {one.role:14} {one.path[:60]}"
        )
    slow = [one for one in timed if one.at(0.5) > PAGE_MS]
    click.echo(f"{len(timed)} 个地址，超过 {PAGE_MS} ms 的 {len(slow)} 个 · addresses, above {PAGE_MS} ms")
    if as_json:
        click.echo(
            json.dumps(
                {"cases": cases, "times": times, "asked": len(timed), "database_cpu_s": round(database, 1)}
                | {"slow": [_figures(one) for one in slow], "worst": [_figures(one) for one in timed[:20]]},
                ensure_ascii=False,
            )
        )


def _figures(one: Timed) -> dict[str, Any]:
    return {"role": one.role, "path": one.path, "p50_ms": one.at(0.5), "p95_ms": one.at(0.95), "cpu_ms": one.cpu}


def asked(made: Examples, times: int) -> Iterator[Timed]:
    """Ask for everything that answers a role, and yield how long each took."""
    from starlette.testclient import TestClient

    from installer.bench import walk

    named: dict[str, list[str]] = {}
    for _, username, path in made.places:
        named.setdefault(username, []).append(path)
    every = [next(walk.filled(one, made)) for one in (*walk.routes(made.app), *walk.answers(made.app))]
    with TestClient(made.app, base_url="http://hall.test", follow_redirects=False) as client:
        for role, username in (("public", ""), *made.staff.items()):
            walk.sign_in(client, username, made.password)
            for path in dict.fromkeys((*every, *named.get(username, ()), *_FILTERED)):
                found = _time(client, Timed(role, path), times)
                if found.wall_ms:
                    yield found


def _time(client: TestClient, one: Timed, times: int) -> Timed:
    """Ask so many times, and once before; nothing is noted of what this role does not get."""
    for number in range(times + 1):
        began, worked = time.perf_counter(), time.process_time()
        if client.get(one.path).status_code != 200:
            return one
        if number:
            one.wall_ms.append((time.perf_counter() - began) * 1000)
            one.cpu_ms.append((time.process_time() - worked) * 1000)
    return one


def _processor_seconds() -> float:
    """Return what every PostgreSQL process of this machine has worked so far, with those that have ended."""
    ticks = 0
    for folder in Path("/proc").iterdir():
        try:
            name, _, said = (folder / "stat").read_text().rpartition(")")
        except (OSError, ValueError):
            continue
        if name.endswith("(postgres"):
            # own time of this one and of its children that have ended
            ticks += sum(int(value) for value in said.split()[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")
