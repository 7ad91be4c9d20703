"""Where the keys come from: a file beside the data, which rotation may rewrite while servers run, or the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Protocol

from server.core import keyring
from server.core.keyring import Keyring, KeyTrouble


class KeySource(Protocol):
    """`read` returns the ring, and a stamp that changes when the ring may have changed."""

    def stamp(self) -> object: ...

    def read(self) -> Keyring: ...


class Fixed:
    """Keys that do not change while the process lives: those of the environment, and of tests."""

    def __init__(self, ring: Keyring) -> None:
        self._ring = ring

    def stamp(self) -> object:
        return None

    def read(self) -> Keyring:
        return self._ring


class KeyFile:
    """A key file. Written whole or not at all; what was there before is never lost without a word."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> object:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            # a file that is away for a moment is no reason to forget the keys in hand
            return None
        return found.st_mtime_ns, found.st_ino

    def read(self) -> Keyring:
        try:
            return keyring.parse(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise KeyTrouble(f"the key file {self.path} is missing; put it back from the backup") from None
        except (KeyTrouble, ValueError) as error:
            detail = f": {error}" if isinstance(error, KeyTrouble) else ""
            raise KeyTrouble(f"the key file {self.path} is damaged{detail}; put it back from the backup") from error

    def create(self) -> None:
        """Make the file with fresh keys; leave one that is there as it is."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._draft(keyring.fresh())
        try:
            # a link never replaces: of two processes that start at once the second finds the first one's keys
            self.path.hardlink_to(draft)
        except FileExistsError:
            return
        finally:
            draft.unlink()

    def replace(self, ring: Keyring) -> None:
        """Put another ring in the place of the present one."""
        self._draft(ring).replace(self.path)

    def _draft(self, ring: Keyring) -> Path:
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(ring.text())
            file.flush()
            os.fsync(file.fileno())
        return draft
