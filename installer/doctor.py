"""`hall doctor`: each device and service of this terminal: ready, absent or faulty, why, and what to do next."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from drivers.core.status import Absent, Ready, Status
from installer.fleet import rules
from installer.fleet.saying import row, say

PACKAGES = Path(__file__).parent / "packages"


def wanted_packages(*lists: str) -> list[str]:
    """Return the Debian package names in `installer/packages/<list>.txt`."""
    text = "\n".join((PACKAGES / f"{name}.txt").read_text(encoding="utf-8") for name in lists)
    return [name for line in text.splitlines() for name in line.partition("#")[0].split()]


def system_packages() -> Status:
    """Whether the Debian packages that running needs are installed."""
    if shutil.which("dpkg-query") is None:
        return Ready("非 Debian 系统，未检查 · not a Debian system, not checked")
    wanted = wanted_packages("run")
    asked = [f"{name}{suffix}" for name in wanted for suffix in ("", "t64")]
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *asked],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    installed = {line.split()[0].removesuffix("t64") for line in answer.splitlines() if line.endswith(" installed")}
    missing = [name for name in wanted if name not in installed]
    if missing:
        names = " ".join(missing)
        return Absent(f"缺少系统组件 · missing packages: {names}", f"sudo apt-get install {names}")
    return Ready(f"{len(wanted)} 个 · packages")


def checks(settings: Path | None) -> Iterator[tuple[str, Status]]:
    """Yield every check, the quick ones first."""
    yield "Python", Ready(sys.version.split()[0])
    yield "系统组件 · System packages", system_packages()
    yield "设备权限 · Rights to devices", rules.check()
    from kiosk.health.checks import checks as kiosk_checks
    from kiosk.settings import load

    yield from kiosk_checks(load(settings))


@click.command()
@click.option(
    "--settings", type=click.Path(path_type=Path, exists=True), help="终端配置文件 · Settings of the terminal"
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象 · Print one JSON object")
def doctor(settings: Path | None, as_json: bool) -> None:
    """检查每个设备和服务，说明原因和下一步 · Check every device and service, with cause and next step.

    退出码：全部正常为 0，否则为 1 · Exit code 0 when everything is ready, else 1.
    """
    rows = []
    for name, status in checks(settings):
        rows.append(row(status, name=name))
        if not as_json:
            say(rows[-1])
    if as_json:
        click.echo(json.dumps({"checks": rows}, ensure_ascii=False))
    sys.exit(any(one["state"] != "ready" for one in rows))
