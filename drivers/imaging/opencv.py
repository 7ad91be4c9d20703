"""The one door to OpenCV in this package."""

from __future__ import annotations

import os
from types import ModuleType

#: cv2 points these at the Qt plug-ins inside its own wheel, which would break the PySide6 kiosk of the same process
_QT_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


def load_cv2() -> ModuleType:
    """Import cv2 (a quarter of a second the first time) and leave Qt's environment as it was."""
    before = {name: os.environ.get(name) for name in _QT_VARIABLES}
    import cv2

    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    module: ModuleType = cv2
    return module
