"""The PC/SC daemon for demo and tests: the one that runs is used and left alone, otherwise one is started and ended."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from types import TracebackType
from typing import Self

from drivers.cards.winscard import Context, PcscError
from drivers.core.errors import DeviceAbsent

START_TIMEOUT_S = 15.0
STOP_TIMEOUT_S = 5.0
SETTLE_TIMEOUT_S = 15.0
_VIRTUAL_READER = "Virtual PCD"


class PcscdUnavailable(RuntimeError):
    """No daemon runs and none could be started; the text names the command that mends it."""


def virtual_readers() -> list[str] | None:
    """Return the virtual readers of the running daemon; None when no daemon runs."""
    try:
        with Context() as context:
            return [name for name in context.readers() if name.startswith(_VIRTUAL_READER)]
    except (DeviceAbsent, PcscError):
        return None


def await_empty(reader: str) -> bool:
    """Return once the daemon has noticed that nothing lies on `reader`, which takes it up to two seconds; whether it did.

    A card laid down earlier comes in place of one the daemon still believes in, and its first reading breaks off.
    """
    deadline = time.monotonic() + SETTLE_TIMEOUT_S
    try:
        with Context() as context:
            while (states := context.states([reader]))[0].present:
                if (left := deadline - time.monotonic()) <= 0:
                    return False
                context.wait_change(states, left)
    except (DeviceAbsent, PcscError):
        # no daemon, or none with this reader: whoever lays a card down is told
        return False
    return True


class Pcscd:
    """A running daemon with a virtual reader, from `__enter__` to `__exit__`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def started_here(self) -> bool:
        """Whether the daemon is a child of this process and ends with it."""
        return self._process is not None

    def __enter__(self) -> Self:
        if virtual_readers() is None:
            self._start()
        try:
            self._await_virtual_reader()
        except PcscdUnavailable:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _start(self) -> None:
        program = shutil.which("pcscd") or shutil.which("pcscd", path="/usr/sbin:/sbin")
        if program is None:
            raise PcscdUnavailable("没有安装 pcscd · pcscd is not installed: apt-get install pcscd vsmartcard-vpcd")
        if os.geteuid() != 0:
            raise PcscdUnavailable("pcscd 没有运行 · pcscd is not running: sudo systemctl start pcscd")
        options = [program, "--foreground"]
        # newer daemons ask polkit, which a container does not have; older ones refuse the option
        known = subprocess.run([program, "--help"], capture_output=True, check=False, timeout=5, text=True)
        if "--disable-polkit" in known.stdout + known.stderr:
            options.append("--disable-polkit")
        self._process = subprocess.Popen(options, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _await_virtual_reader(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        pause = threading.Event()
        while not virtual_readers():
            if self._process is not None and self._process.poll() is not None:
                raise PcscdUnavailable(
                    f"pcscd 启动失败（退出码 {self._process.returncode}） · pcscd did not start; run: pcscd --foreground"
                )
            if time.monotonic() >= deadline:
                raise PcscdUnavailable(
                    "pcscd 没有虚拟读卡器 · pcscd has no virtual reader: apt-get install vsmartcard-vpcd, "
                    "then: systemctl restart pcscd"
                )
            pause.wait(0.1)

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
