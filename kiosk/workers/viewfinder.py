"""What lies under the camera, shown as a small moving picture while the visitor lays the page; a capture never waits for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from drivers.cameras import Previewing
from drivers.core.errors import Cancelled, DeviceError
from drivers.imaging import Frame

log = logging.getLogger("hall.kiosk.viewfinder")

#: least seconds from one picture to the next: shorter than the 33 ms of usual cameras, or every second one would be missed
PACE_S = 0.025
#: a camera that is not there, or shows nothing, is looked for again so often
RETRY_S = 1.0
JOIN_S = 2.0


class Viewfinder:
    """Asks the camera of a bus for previews, on a thread of its own, between `start` and `stop`.

    `current` gives the open device of the camera bus (`Opened.current`), None while there is none: opening it stays the
    matter of the bus. A camera without preview shows nothing. What goes wrong is said by the next capture, not here.
    """

    def __init__(self, current: Callable[[], object | None], *, pace_s: float = PACE_S) -> None:
        self._current = current
        self._pace_s = pace_s
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        #: told to end and perhaps still busy with its last picture
        self._leaving: threading.Thread | None = None

    def start(self, show: Callable[[Frame], None]) -> None:
        """Show previews (JPEG, 640 to 1279 pixels wide) through `show`, which is called on this thread, until `stop`."""
        if self._thread is not None:
            return
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(show, self._stop, self._leaving), name="hall-viewfinder", daemon=True
        )
        self._thread.start()

    def leave(self) -> None:
        """Ask for no more pictures and return at once; the one under way may still be shown."""
        self._leaving, self._thread = self._thread or self._leaving, None
        self._stop.set()

    def stop(self) -> None:
        """Show nothing any more; returns once no further picture can come."""
        self.leave()
        if self._leaving is not None:
            self._leaving.join(JOIN_S)

    def _run(self, show: Callable[[Frame], None], stop: threading.Event, former: threading.Thread | None) -> None:
        if former is not None:
            former.join(JOIN_S)
        while not stop.is_set():
            due = time.monotonic() + self._pace_s
            camera = self._current()
            try:
                picture = camera.preview(cancel=stop) if isinstance(camera, Previewing) else None
            except Cancelled:
                return
            except DeviceError as error:
                log.info("no preview: %s", error.cause)
                picture = None
            if picture is not None and not stop.is_set():
                show(picture)
            stop.wait(max(0.0, due - time.monotonic()) if picture is not None else RETRY_S)
