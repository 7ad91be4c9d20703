"""The settings in force: the terminal's own file with what the centre set laid over it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.uplink.key import KioskKey
    from kiosk.uplink.remote import KeptSettings, Remote


class InForce:
    """`settings` may be asked from any thread. What came is taken over by `adopt`, when nobody is at the terminal."""

    def __init__(self, own: Settings, key: KioskKey | None) -> None:
        self._own = own
        self.kept: KeptSettings | None = None
        self.settings = own
        self._lock = threading.Lock()
        self._waiting: Remote | None = None
        #: called on the thread that brought something new
        self.heard: Callable[[], None] = lambda: None
        if key is not None:
            from kiosk.uplink.remote import KeptSettings, overlaid

            self.kept = KeptSettings(own.data_dir.expanduser(), key.kiosk_id, key.centre_keys)
            self.settings = overlaid(own, self.kept.in_force.settings)

    def came(self, remote: Remote) -> None:
        """New settings; from any thread."""
        with self._lock:
            self._waiting = remote
        self.heard()

    def adopt(self) -> bool:
        """Put into force what waits; whether there was any."""
        from kiosk.uplink.remote import overlaid

        with self._lock:
            remote, self._waiting = self._waiting, None
        if remote is None:
            return False
        self.settings = overlaid(self._own, remote.settings)
        return True
