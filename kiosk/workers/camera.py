"""The camera bus: one page a time, or the printed face of a card."""

from __future__ import annotations

import threading
from collections.abc import Callable

from drivers.cameras import Camera
from drivers.cameras.errors import BadImage, NoPage
from drivers.core.errors import Cancelled, DeviceError
from drivers.core.supervision import Use
from drivers.imaging import Frame
from drivers.scanners.errors import CoverOpen, PaperJam
from kiosk.flow.effects import Capture, Effect, PhotographFace
from kiosk.flow.events import FacePhotographed, Failed, PageCaptured
from kiosk.flow.visit import Mishap
from kiosk.workers.device import Opened
from kiosk.workers.worker import Say


class CameraWorker:
    def __init__(self, camera: Opened[Camera], new_id: Callable[[], str]) -> None:
        self._camera = camera
        self._new_id = new_id

    def carry_out(
        self, effect: Effect, cancel: threading.Event, say: Say
    ) -> PageCaptured | FacePhotographed | Failed | None:
        match effect:
            case Capture():
                return self._page(self._take(cancel))
            case PhotographFace():
                return _face(self._take(cancel))
            case _:
                return None

    def _take(self, cancel: threading.Event) -> Frame | Mishap | None:
        """One picture, or why there is none; None when cancelled."""
        try:
            frame = self._camera.get().capture(cancel=cancel)
        except Cancelled:
            return None
        except NoPage:
            return Mishap.NO_PAGE
        except BadImage:
            return Mishap.BAD_IMAGE
        except DeviceError as error:
            self._camera.failed(error)
            return _mishap(error)
        self._camera.did(Use.PAGES)
        return frame

    def _page(self, taken: Frame | Mishap | None) -> PageCaptured | Failed | None:
        match taken:
            case Frame():
                return PageCaptured(self._new_id(), taken.data, taken.media_type, taken.sha256)
            case Mishap():
                return Failed("capture", taken)
            case None:
                return None

    def look(self) -> float:
        return self._camera.look()

    def close(self) -> None:
        self._camera.leave()


def _mishap(error: DeviceError) -> Mishap:
    """What the visitor can mend is said as it is; the rest is for staff."""
    match error:
        case PaperJam():
            return Mishap.SCANNER_JAM
        case CoverOpen():
            return Mishap.SCANNER_OPEN
        case _:
            return Mishap.CAMERA_ABSENT


def _face(taken: Frame | Mishap | None) -> FacePhotographed | Failed | None:
    """The picture alone: no hash, no id, nothing by which it could be kept."""
    match taken:
        case Frame():
            return FacePhotographed(taken.data)
        case Mishap.CAMERA_ABSENT | Mishap.SCANNER_JAM | Mishap.SCANNER_OPEN:
            return Failed("face", Mishap.FACE_NO_CAMERA)
        case Mishap():
            return Failed("face", Mishap.FACE_UNREADABLE)
        case None:
            return None
