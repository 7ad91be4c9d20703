"""What the centre sets on this terminal: believed only with its signature, never older than what is in force.

The last good envelope is kept as it came, so that the signature is checked again at every start; what is in the file of
the terminal holds wherever the centre says nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from kiosk.settings import Settings
from server.contract.v1.terminals import RemoteSettings, SettingsEnvelope, settings_text

log = logging.getLogger("hall.kiosk.remote")

FILE, KEYS_FILE = "remote-settings.json", "centre-keys.json"


class NotFromCentre(Exception):
    """The envelope is not believed; the message says why and holds nothing secret."""


@dataclass(frozen=True, slots=True)
class Remote:
    """`version` 0: nothing was ever set."""

    version: int = 0
    settings: RemoteSettings = field(default_factory=RemoteSettings)


def opened(envelope: SettingsEnvelope, kiosk_id: str, keys: Mapping[str, str]) -> Remote:
    """Check the signature with the pinned keys (version -> Ed25519 public key, base64), then the values.

    Fields this program does not know are ignored, after the check. Raises `NotFromCentre`.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(keys[envelope.signer], validate=True))
        signature = base64.b64decode(envelope.signature, validate=True)
        key.verify(signature, settings_text(kiosk_id, envelope.version, envelope.settings))
    except KeyError:
        raise NotFromCentre(f"signed with key {envelope.signer[:20]}, which was not pinned") from None
    except (ValueError, binascii.Error, InvalidSignature):
        raise NotFromCentre("the signature is wrong") from None
    known = {name: value for name, value in envelope.settings.items() if name in RemoteSettings.model_fields}
    try:
        return Remote(envelope.version, RemoteSettings.model_validate(known))
    except ValidationError as error:
        places = ", ".join(".".join(map(str, one["loc"])) or "all" for one in error.errors())
        raise NotFromCentre(f"values out of bounds: {places}") from None


class KeptSettings:
    """The last good envelope in the terminal's folder. One thread at a time."""

    def __init__(self, folder: Path, kiosk_id: str, keys: Mapping[str, str]) -> None:
        self._folder = folder
        self._kiosk_id = kiosk_id
        self._keys = dict(keys) or _pinned(folder / KEYS_FILE)
        self._in_force = self._load()

    @property
    def in_force(self) -> Remote:
        return self._in_force

    @property
    def pinned(self) -> bool:
        """Whether a key of the centre is known: from enrolment, or from the first contact."""
        return bool(self._keys)

    def pin(self, keys: Mapping[str, str]) -> None:
        """Keep the centre's keys as they were at the first contact; those that are kept already stay. Raises `OSError`."""
        if self._keys:
            return
        self._keys = dict(keys)
        _write(self._folder / KEYS_FILE, json.dumps(self._keys))

    def take(self, envelope: SettingsEnvelope) -> Remote | None:
        """Keep and return what is newer; None for what is in force already.

        Raises `NotFromCentre` for what is not believed or older, and `OSError`.
        """
        remote = opened(envelope, self._kiosk_id, self._keys)
        if remote.version < self._in_force.version:
            raise NotFromCentre(f"version {remote.version} is older than {self._in_force.version}")
        if remote.version == self._in_force.version:
            return None
        _write(self._folder / FILE, envelope.model_dump_json())
        self._in_force = remote
        return remote

    def _load(self) -> Remote:
        try:
            text = (self._folder / FILE).read_text(encoding="utf-8")
            return opened(SettingsEnvelope.model_validate_json(text), self._kiosk_id, self._keys)
        except FileNotFoundError:
            return Remote()
        except (OSError, ValidationError, NotFromCentre) as error:
            log.error("the kept settings of the centre are not used: %s", type(error).__name__)
            return Remote()


def overlaid(settings: Settings, remote: RemoteSettings) -> Settings:
    """The terminal's own settings with what the centre sets laid over them."""
    hall = {"information": remote.hall_information}
    voice = {"on": remote.voice, "volume": remote.volume}
    limits = {"idle_warn_seconds": remote.idle_warn_seconds, "idle_wipe_seconds": remote.idle_wipe_seconds}
    screen = {"large_type": remote.large_type, "high_contrast": remote.high_contrast}
    top = {
        "hall": settings.hall.model_copy(update=_given(hall)),
        "voice": settings.voice.model_copy(update=_given(voice)),
        "limits": settings.limits.model_copy(update=_given(limits)),
        "screen": settings.screen.model_copy(update=_given(screen)),
        "attendant": settings.attendant.model_copy(update=_given({"pin_hash": remote.attendant_pin_hash})),
        "hall_name": remote.hall_name,
        "leaflets": remote.leaflets,
        "paper_warning": remote.paper_warning,
    }
    return settings.model_copy(update=_given(top))


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _pinned(file: Path) -> dict[str, str]:
    try:
        return {str(name): str(key) for name, key in json.loads(file.read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        log.error("the pinned keys of the centre cannot be read: %s", type(error).__name__)
        return {}


def _write(file: Path, text: str) -> None:
    """Replace whole, readable by this user alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)
