"""The camera bus: one page a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from drivers.cameras import Camera
from drivers.cameras.errors import BadImage, NoPage
from drivers.core.errors import Cancelled, DeviceError
from kiosk.flow.effects import Capture, Effect
from kiosk.flow.events import Failed, PageCaptured
from kiosk.flow.visit import Mishap
from kiosk.workers.device import Opened
from kiosk.workers.worker import Say

log = logging.getLogger("hall.kiosk.camera")


class CameraWorker:
    def __init__(self, camera: Opened[Camera], new_id: Callable[[], str]) -> None:
        self._camera = camera
        self._new_id = new_id

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> PageCaptured | Failed | None:
        if not isinstance(effect, Capture):
            return None
        try:
            frame = self._camera.get().capture(cancel=cancel)
        except Cancelled:
            return None
        except NoPage:
            return Failed("capture", Mishap.NO_PAGE)
        except BadImage:
            return Failed("capture", Mishap.BAD_IMAGE)
        except DeviceError as error:
            log.error("camera: %s", error.cause)
            self._camera.close()
            return Failed("capture", Mishap.CAMERA_ABSENT)
        return PageCaptured(self._new_id(), frame.data, frame.media_type, frame.sha256)

    def close(self) -> None:
        self._camera.close()
