"""`hall test`: everything that must hold, in the order in which it fails soonest."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
CODE = ("kiosk", "drivers", "printers", "server", "installer")

#: name, command; each must exit with 0
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("代码风格 · style", ("ruff", "check", ".")),
    ("代码格式 · format", ("ruff", "format", "--check", ".")),
    ("类型 · types", ("mypy",)),
    ("导入方向 · imports", ("lint-imports", "--no-cache")),
)

#: pytest's exit code for a run without tests
NOTHING_COLLECTED = 5
#: tests of devices and of the whole terminal, whose clocks are real
REAL_TIME = (
    "tests/e2e/test_a_visit.py",
    "tests/e2e/test_a_population.py",
    "tests/integration/drivers",
    "tests/integration/printers",
    "tests/integration/kiosk_devices",
)


def tool(name: str) -> str:
    """Return the path of a console script of this environment."""
    return str(Path(sys.executable).parent / name)


@click.command()
@click.option("--only", default="", help="只运行名称匹配的测试 · Only tests whose name matches (pytest -k)")
@click.option("--no-checks", is_flag=True, help="只测试，不做静态检查 · Tests only")
@click.option("--jobs", default=2, show_default=True, help="并行进程数 · Parallel processes")
@click.argument("paths", nargs=-1)
def test(only: str, no_checks: bool, jobs: int, paths: tuple[str, ...]) -> None:
    """风格、类型、导入方向，然后全部测试 · Style, types, import direction, then every test."""
    started = time.monotonic()
    for name, command in () if no_checks else CHECKS:
        began = time.monotonic()
        click.echo(f"== {name}", err=True)
        done = subprocess.run([tool(command[0]), *command[1:]], cwd=ROOT, check=False)
        if done.returncode:
            raise click.ClickException(f"{name} 未通过 · failed: {' '.join(command)}")
        click.echo(f"   {time.monotonic() - began:.1f} s", err=True)
    pytest = [sys.executable, "-m", "pytest", "-n", str(jobs), "--dist", "loadgroup", "-q", "--durations=12"]
    if only:
        pytest += ["-k", only]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONHASHSEED": "0"}
    # what waits for devices in real time is not run beside what keeps the processors busy
    runs = [list(paths)] if paths else [[f"--ignore={path}" for path in REAL_TIME], list(REAL_TIME)]
    codes = [subprocess.run([*pytest, *run], cwd=ROOT, env=environment, check=False).returncode for run in runs]
    # with --only one of the two may hold nothing of that name
    failed = [code for code in codes if code not in (0, NOTHING_COLLECTED)]
    code = failed[0] if failed else min(codes)
    click.echo(f"共 {time.monotonic() - started:.0f} 秒 · {time.monotonic() - started:.0f} s in all", err=True)
    sys.exit(code)
