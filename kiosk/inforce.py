"""The settings in force: the terminal's own file with what the centre set laid over it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.flow.places import Place
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.uplink.key import KioskKey
    from kiosk.uplink.remote import KeptSettings, Remote
    from server.contract.v1.places import Places


class InForce:
    """`settings` may be asked from any thread. What came is taken over by `adopt`, when nobody is at the terminal."""

    def __init__(self, own: Settings, key: KioskKey | None) -> None:
        self._own = own
        self._key = key
        self._kept: KeptSettings | None = None
        self.settings = own
        self.places: tuple[Place, ...] = ()
        self._lock = threading.Lock()
        self._waiting: Remote | None = None
        #: called on the thread that brought something new
        self.heard: Callable[[], None] = lambda: None
        if key is not None and (own.data_dir.expanduser() / "remote-settings.json").exists():
            from kiosk.uplink.remote import overlaid

            self.settings = overlaid(own, self.kept().in_force.settings)

    def kept(self) -> KeptSettings:
        """The settings of the centre on the disk. Opened when first needed: most terminals never have any, and the first
        screen is not to wait for what reads them."""
        from kiosk.uplink.remote import KeptSettings

        if self._kept is None:
            assert self._key is not None, "only an enrolled terminal is set from afar"
            self._kept = KeptSettings(self._own.data_dir.expanduser(), self._key.kiosk_id, self._key.centre_keys)
        return self._kept

    def came(self, remote: Remote) -> None:
        """New settings; from any thread."""
        with self._lock:
            self._waiting = remote
        self.heard()

    def read_places(self) -> None:
        """Read the list of townships and villages that is kept."""
        from kiosk.uplink.places import load

        self.places = load(self._own.data_dir.expanduser())
        self.heard()

    def placed(self, places: Places) -> None:
        """The centre's list; from any thread. Raises `OSError`."""
        from kiosk.uplink.places import keep

        if keep(self._own.data_dir.expanduser(), places):
            self.read_places()

    def adopt(self) -> bool:
        """Put into force what waits; whether there was any."""
        from kiosk.uplink.remote import overlaid

        with self._lock:
            remote, self._waiting = self._waiting, None
        if remote is None:
            return False
        self.settings = overlaid(self._own, remote.settings)
        return True
