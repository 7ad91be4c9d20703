"""What lies under the camera, shown as a small moving picture while the visitor lays the page; a capture never waits for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from drivers.cameras import Previewing
from drivers.core.errors import Cancelled, DeviceError
from drivers.imaging import Frame

log = logging.getLogger("hall.kiosk.viewfinder")

#: ten pictures a second look alive, and cost a fraction of a core
PACE_S = 0.1
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

    def start(self, show: Callable[[Frame], None]) -> None:
        """Show previews (JPEG, 640 to 1279 pixels wide) through `show`, which is called on this thread, until `stop`."""
        if self._thread is not None:
            return
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(show, self._stop), name="hall-viewfinder", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Show nothing any more; returns once no further picture can come."""
        thread, self._thread = self._thread, None
        self._stop.set()
        if thread is not None:
            thread.join(JOIN_S)

    def _run(self, show: Callable[[Frame], None], stop: threading.Event) -> None:
        while not stop.is_set():
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
            stop.wait(self._pace_s if picture is not None else RETRY_S)
