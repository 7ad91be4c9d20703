"""Run in a process of its own with the V4L2 shim loaded: works the camera through OpenCV and prints what came, as JSON."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from drivers.cameras.listing import attached
from drivers.cameras.stream import Timing
from drivers.cameras.uvc import UvcCamera
from drivers.cameras.video import LinuxVideo
from drivers.core.errors import DeviceError
from drivers.imaging import Frame

NEVER = threading.Event()


def described(frame: Frame) -> list[object]:
    return [frame.media_type, frame.width, frame.height, frame.sha256]


def failing(camera: UvcCamera) -> str:
    try:
        camera.capture(cancel=NEVER)
    except DeviceError as error:
        return type(error).__name__
    return "no error"


def main(dev: Path) -> dict[str, object]:
    system = LinuxVideo(dev)
    seen: dict[str, object] = {
        "listed": [name for name, _ in attached(system)],
        "sizes": system.sizes(str(dev / "video0")),
    }
    unplugged, hanging = dev / "unplugged", dev / "hanging"
    with UvcCamera(system=system, timing=Timing(open_s=3, stall_s=1)) as camera:
        seen["status"] = str(camera.status())
        seen["page"] = described(camera.capture(cancel=NEVER))
        seen["preview"] = described(camera.preview(cancel=NEVER))
        unplugged.touch()
        seen["unplugged"] = [failing(camera), type(camera.status()).__name__]
        unplugged.unlink()
        seen["again"] = described(camera.capture(cancel=NEVER))
        hanging.touch()
        seen["hanging"] = failing(camera)
        hanging.unlink()
    with UvcCamera(str(dev / "video1"), system=system) as metadata:
        seen["metadata"] = failing(metadata)
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False) + "\n")
