"""A locked terminal is killed, hangs and is left: it comes back into the first screen, or ends for good."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import psutil
import pytest

from kiosk.exits import Exit
from kiosk.supervisor import Supervisor

#: a start on two busy cores, s; `hall bench kiosk` prints what it takes
PATIENCE = 30.0

Lines = "Queue[dict[str, Any]]"


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    """A locked terminal without devices or centre, and the lines its supervisor prints."""
    settings = tmp_path / "kiosk.toml"
    settings.write_text(
        f'server_url = "http://127.0.0.1:9"\ndata_dir = "{tmp_path / "data"}"\n'
        f'[camera]\ndriver = "folder"\n[camera.options]\nfolder = "{tmp_path}"\n[card]\ndriver = "pcsc"\n',
        encoding="utf-8",
    )
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk.cli", "--settings", str(settings), "--locked", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    lines: Queue[dict[str, Any]] = Queue()
    assert process.stdout is not None
    out = process.stdout
    reader = threading.Thread(target=lambda: [lines.put(json.loads(line)) for line in out], daemon=True)
    reader.start()
    yield process, lines
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)
    reader.join(PATIENCE)
    out.close()


def test_a_killed_terminal_is_back_at_its_first_screen_and_ends_with_its_supervisor(
    locked: tuple[subprocess.Popen[str], Any],
) -> None:
    process, lines = locked
    first = lines.get(timeout=PATIENCE)
    assert first["event"] == "up"
    os.kill(first["pid"], signal.SIGKILL)
    assert lines.get(timeout=PATIENCE)["code"] == -signal.SIGKILL
    second = lines.get(timeout=PATIENCE)
    assert second["event"] == "up" and second["pid"] != first["pid"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert not psutil.pid_exists(second["pid"])


def supervised(script: str, tmp_path: Path) -> list[dict[str, object]]:
    """Keep a program that appends to a file at each start, and return what the supervisor said."""
    said: list[dict[str, object]] = []
    file = tmp_path / "starts"
    code = f"import os,sys; open({str(file)!r},'a').write('x'); n=len(open({str(file)!r}).read()); {script}"
    assert Supervisor([sys.executable, "-c", code], said.append).run() == 0
    return said


def test_the_attendant_leaves_and_nothing_is_started_again(tmp_path: Path) -> None:
    said = supervised(f"sys.exit({int(Exit.RESTART)} if n == 1 else {int(Exit.LEFT)})", tmp_path)
    assert [line["code"] for line in said] == [Exit.RESTART, Exit.LEFT]


@pytest.mark.expect_log("the terminal ended with code")
def test_a_terminal_that_falls_silent_is_killed_and_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.supervisor.SILENCE_S", 0.3)
    hang = (
        f"sys.exit({int(Exit.LEFT)}) if n == 2 else (os.write(int(sys.argv[-1]), b'.'), __import__('signal').pause())"
    )
    said = supervised(hang, tmp_path)
    assert [(line["event"], line.get("hung")) for line in said] == [("up", None), ("ended", True), ("ended", False)]
