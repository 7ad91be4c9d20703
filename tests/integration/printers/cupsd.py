"""A CUPS of our own in a folder, with backends and queues as a test wants them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Self

from printers.status import Online
from printers.transport.base import PrinterNotFound
from printers.transport.queue import CupsQueue, open_queue

STOP_S = 10.0
FILES = """
ServerRoot {0}/root
ServerBin {0}/bin
RequestRoot {0}/spool
CacheDir {0}/cache
StateDir {0}/state
DataDir /usr/share/cups
AccessLog {0}/log/access
ErrorLog {0}/log/error
PageLog {0}/log/page
"""
DAEMON = """
LogLevel warn
Listen {0}/cups.sock
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
Allow all
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""
QUEUE = """
<Printer {0}>
DeviceURI {1}
State Idle
Accepting {2}
OpPolicy default
ErrorPolicy abort-job
</Printer>
"""


class Cupsd:
    """The daemon, from `__enter__` to `__exit__`. `backends`: scheme -> script; `queues`: name, URI, "Yes" or "No"."""

    def __init__(self, folder: Path, backends: Mapping[str, str], queues: Sequence[tuple[str, str, str]]) -> None:
        self.folder = folder
        self._first = queues[0][0]
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("root", "bin/backend", "spool", "cache", "state", "log"):
            (folder / name).mkdir(parents=True)
        for name in ("filter", "daemon", "notifier", "monitor", "driver", "cgi-bin"):
            (folder / "bin" / name).symlink_to(f"/usr/lib/cups/{name}")
        for scheme, script in backends.items():
            backend = folder / "bin" / "backend" / scheme
            backend.write_text(script, encoding="utf-8")
            # Only a backend that nobody else may read runs as the user of the daemon.
            backend.chmod(0o700)
        (folder / "cups-files.conf").write_text(FILES.format(folder), encoding="utf-8")
        (folder / "cupsd.conf").write_text(DAEMON.format(folder), encoding="utf-8")
        (folder / "root" / "printers.conf").write_text("".join(QUEUE.format(*q) for q in queues), encoding="utf-8")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def start(self) -> None:
        command = ["cupsd", "-f", "-c", f"{self.folder}/cupsd.conf", "-s", f"{self.folder}/cups-files.conf"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self.queue(self._first).state()
            except PrinterNotFound:
                Event().wait(0.05)
            else:
                return
        raise AssertionError((self.folder / "log" / "error").read_text(encoding="utf-8"))

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(STOP_S)

    def address(self, name: str) -> str:
        return f"cups:///{name}?socket={self.folder}/cups.sock"

    def queue(self, name: str) -> CupsQueue:
        return open_queue(self.address(name))

    def await_idle(self, name: str) -> None:
        """Wait until the printer has told CUPS that nothing is wrong."""
        for _ in range(200):
            if isinstance(self.queue(name).state().status, Online):
                return
            Event().wait(0.05)
        raise AssertionError("CUPS never noticed")
