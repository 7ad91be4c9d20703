"""A centre as it is run: `hall server` with several web processes on a database of its own, terminals and people signed in."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from server.core.centre import Centre

#: one for each kind of unit; each is dispatched, so that its desk can take the steps
_TEXTS = (
    "工地拖欠我们农民工工资八个月，请求劳动监察部门帮助追讨被拖欠的工资。",
    "楼下饭店油烟和噪音扰民，环境污染严重，请求环保部门查处。",
    "村里的土地承包合同被单方面改动，征地补偿款没有按时发放。",
    "孩子上学的学区划分不合理，学校乱收费，请教育局处理。",
    "小区物业公司乱收物业费，供热温度不达标，房屋漏水一直不修。",
    "医院收费不合理，医保报销比例低，请卫生健康部门核实。",
    "公交线路停运，道路坑洼积水，请交通运输部门维修道路。",
    "低保金停发，残疾人补贴没有到账，请民政部门核实。",
)
TERMINALS = 50


@dataclass
class Served:
    """What a load generator needs to know; everything in it is plain JSON."""

    centre: Centre
    url: str
    process: subprocess.Popen[str]
    terminals: list[dict[str, str]] = field(default_factory=list)
    #: unit -> cookie and CSRF token of its duty officer
    officers: dict[str, dict[str, str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    def plan(self, **more: Any) -> dict[str, Any]:
        return {"url": self.url, "terminals": self.terminals, "officers": self.officers, "texts": self.texts, **more}


@contextmanager
def served(database: str, processes: int, fill: int = 0) -> Iterator[Served]:
    """Yield a running centre with `fill` matters in it. `database`: URL of an empty PostgreSQL database, "" for SQLite."""
    from installer.bench.centre import empty_centre
    from installer.bench.filling import fill_up

    with empty_centre(database) as centre, tempfile.TemporaryDirectory(prefix="hall-bench-log") as folder:
        fill_up(centre, fill)
        with start(centre, processes, Path(folder) / "log") as found:
            _terminals(found)
            _officers(found)
            yield found


@contextmanager
def start(centre: Centre, processes: int, log: Path) -> Iterator[Served]:
    """Run `hall server` over this centre until the block ends."""
    settings = centre.settings
    command = [sys.executable, "-m", "installer.command", "server", "--port", "0", "--data", str(settings.data)]
    command += ["--database", settings.database_url, "--processes", str(processes)]
    environment = {**os.environ, "HALL_SERVER_LOG_LEVEL": "WARNING"}
    with log.open("w") as file:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, text=True, env=environment)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                raise click.ClickException(f"中心没有启动 · the centre did not start: {log.read_text()[-2000:]}")
            yield Served(centre, json.loads(line)["url"], process)
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _terminals(found: Served) -> None:
    from server.accounts import kiosks
    from server.core.database import transaction
    from server.core.work import Work

    centre = found.centre
    with transaction(centre.engine, centre.domain) as session:
        for number in range(TERMINALS):
            kiosk, key = kiosks.enrol(Work(session, centre, centre.clock(), "system:bench"), f"终端{number}", "130406")
            found.terminals.append({"id": kiosk.id, "key": base64.b64encode(key).decode()})


def _officers(found: Served) -> None:
    """Sign in the desk of every unit the texts go to."""
    from server.core.database import transaction
    from server.core.time import local
    from server.demo import seed
    from server.routing import service as routing
    from server.units import service as units

    centre, desks = found.centre, {}
    with transaction(centre.engine, centre.domain) as session:
        for text in _TEXTS:
            question = routing.RoutingQuestion(text, "", "130406", ())
            unit = routing.decide(session, question, local(centre.clock()).date()).unit_code
            desk = units.duty_officers(session, unit) if unit else ()
            if unit and desk:
                found.texts.append(text)
                desks[unit] = desk[0].account
    # SQLite has one writer: the transaction above has ended
    found.officers |= {unit: _sign_in(found.url, account, seed.PASSWORD) for unit, account in desks.items()}


def _sign_in(url: str, username: str, password: str) -> dict[str, str]:
    body = json.dumps({"username": username, "password": password}).encode()
    request = urllib.request.Request(f"{url}/api/v1/session", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        cookie = answer.headers["set-cookie"].partition(";")[0]
        return {"cookie": cookie, "csrf": json.load(answer)["csrf"]}


def cpu_seconds(root: int) -> float:
    """Return the processor time of a process and everything below it, so far."""
    parents: dict[int, int] = {}
    times: dict[int, float] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(entry.parent.name)
        parents[pid], times[pid] = int(rest[1]), (int(rest[11]) + int(rest[12])) / os.sysconf("SC_CLK_TCK")
    return sum(spent for pid, spent in times.items() if _below(pid, root, parents))


def _below(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid != root and pid in parents:
        pid = parents[pid]
    return pid == root
