"""The camera bus: one page a time, or the printed face of a card."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from drivers.cameras import Camera
from drivers.cameras.errors import BadImage, NoPage
from drivers.core.errors import Cancelled, DeviceError
from drivers.core.supervision import Use
from drivers.imaging import Frame
from drivers.imaging.qr import qr_texts
from drivers.scanners.errors import CoverOpen, PaperJam
from kiosk.flow.answers import FacePhotographed, Failed, PageCaptured
from kiosk.flow.doors.effects import ScanSlip, TryCamera
from kiosk.flow.doors.events import SlipSeen, TrialDone
from kiosk.flow.doors.slipcode import parse
from kiosk.flow.doors.state import Trial
from kiosk.flow.effects import Capture, Effect, PhotographFace
from kiosk.flow.visit import Mishap
from kiosk.workers.device import Opened
from kiosk.workers.worker import Say

log = logging.getLogger("hall.kiosk.devices")

#: a slip is looked for this long, with a pause after each picture, s
SCAN_S = 25.0
SCAN_PAUSE_S = 0.3


class CameraWorker:
    def __init__(self, camera: Opened[Camera], new_id: Callable[[], str]) -> None:
        self._camera = camera
        self._new_id = new_id

    def carry_out(
        self, effect: Effect, cancel: threading.Event, say: Say
    ) -> PageCaptured | FacePhotographed | SlipSeen | TrialDone | Failed | None:
        match effect:
            case Capture():
                return self._page(self._take(cancel))
            case PhotographFace():
                return _face(self._take(cancel))
            case ScanSlip():
                return self._scan(cancel)
            case TryCamera():
                return _tried(self._take(cancel))
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

    def _scan(self, cancel: threading.Event) -> SlipSeen | None:
        """Take pictures until a slip of ours lies there, keep none of them; give up after a while."""
        end = time.monotonic() + SCAN_S
        while time.monotonic() < end:
            match self._take(cancel):
                case Frame(data=data):
                    found = next(filter(None, map(parse, qr_texts(data))), None)
                    if found is not None:
                        return SlipSeen(*found)
                case Mishap.CAMERA_ABSENT | Mishap.SCANNER_JAM | Mishap.SCANNER_OPEN:
                    return SlipSeen()
                case Mishap():
                    log.debug("nothing lies under the camera yet")
                case None:
                    return None
            if cancel.wait(SCAN_PAUSE_S):
                return None
        return SlipSeen()

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


def _tried(taken: Frame | Mishap | None) -> TrialDone | None:
    """The picture is looked at for its size and dropped."""
    match taken:
        case Frame():
            return TrialDone(Trial.PHOTO, worked=True, found=f"{taken.width} × {taken.height}")
        case Mishap():
            return TrialDone(Trial.PHOTO, worked=False, found=taken.value)
        case None:
            return None


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
