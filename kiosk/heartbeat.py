"""Tells the supervisor that the GUI thread is alive, from its first drawn screen on."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

#: ms
PACE = 1000


class Heartbeat(QObject):
    """Writes a byte a second to `pipe`. A supervisor that is gone ends the terminal: nobody would start it again."""

    def __init__(self, pipe: int, orphaned: Callable[[], None]) -> None:
        super().__init__()
        self._pipe = pipe
        self._orphaned = orphaned
        os.set_blocking(pipe, False)
        self._timer = QTimer(self, interval=PACE)
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        self.beat()
        self._timer.start()

    def beat(self) -> None:
        try:
            os.write(self._pipe, b".")
        except BlockingIOError:
            # the supervisor is slow to read; what waits in the pipe says enough
            return
        except BrokenPipeError:
            self._timer.stop()
            self._orphaned()
