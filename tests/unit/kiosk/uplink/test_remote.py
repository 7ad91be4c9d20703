"""What the centre sets on a terminal: believed with its signature alone, never older, kept over a restart."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.settings import Settings
from kiosk.uplink.remote import FILE, KeptSettings, NotFromCentre, Remote, opened, overlaid
from server.contract.v1.terminals import RemoteSettings, SettingsEnvelope, settings_text

CENTRE = Ed25519PrivateKey.generate()
KEYS = {"1": base64.b64encode(CENTRE.public_key().public_bytes_raw()).decode()}
ME = "k-1"


def envelope(version: int, settings: dict[str, Any], *, kiosk: str = ME, signer: str = "1") -> SettingsEnvelope:
    signature = CENTRE.sign(settings_text(kiosk, version, settings))
    text = base64.b64encode(signature).decode()
    return SettingsEnvelope(version=version, settings=settings, signer=signer, signature=text)


def kept(folder: Path) -> KeptSettings:
    return KeptSettings(folder, ME, KEYS)


def test_signed_settings_come_into_force_and_outlive_a_restart(tmp_path: Path) -> None:
    first = kept(tmp_path)
    taken = first.take(envelope(3, {"volume": 40, "hall_name": "样本大厅"}))
    assert taken == Remote(3, RemoteSettings(volume=40, hall_name="样本大厅"))
    assert kept(tmp_path).in_force == taken
    assert first.take(envelope(3, {"volume": 40, "hall_name": "样本大厅"})) is None
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_fields_of_a_newer_centre_are_ignored_once_the_signature_is_checked() -> None:
    assert opened(envelope(1, {"voice": False, "colour": "green"}), ME, KEYS).settings == RemoteSettings(voice=False)


@pytest.mark.parametrize(
    "wrong",
    [
        envelope(4, {"volume": 40}).model_copy(update={"settings": {"volume": 41}}),
        envelope(4, {"volume": 40}).model_copy(update={"version": 5}),
        envelope(4, {"volume": 40}, kiosk="k-2"),
        envelope(4, {"volume": 40}, signer="2"),
        envelope(4, {"volume": 40}).model_copy(update={"signature": "!"}),
        envelope(4, {"volume": 400}),
        envelope(4, {"idle_warn_seconds": 60}),
        envelope(2, {"volume": 10}),
    ],
    ids=["changed", "renumbered", "of another terminal", "unknown key", "no base64", "too loud", "half", "older"],
)
def test_what_is_not_from_the_centre_or_older_changes_nothing(tmp_path: Path, wrong: SettingsEnvelope) -> None:
    mine = kept(tmp_path)
    before = mine.take(envelope(3, {"volume": 70}))
    with pytest.raises(NotFromCentre):
        mine.take(wrong)
    assert mine.in_force == before == kept(tmp_path).in_force


@pytest.mark.expect_log("the kept settings of the centre are not used")
def test_a_file_edited_by_hand_is_not_used(tmp_path: Path) -> None:
    kept(tmp_path).take(envelope(3, {"volume": 70}))
    file = tmp_path / FILE
    file.write_text(file.read_text().replace("70", "99"))
    assert kept(tmp_path).in_force == Remote()


def test_keys_of_the_first_contact_are_never_replaced(tmp_path: Path) -> None:
    mine = KeptSettings(tmp_path, ME, {})
    assert not mine.pinned
    mine.pin(KEYS)
    mine.pin({"1": "somebody else's"})
    assert KeptSettings(tmp_path, ME, {}).take(envelope(1, {"voice": True})) is not None


def test_the_terminals_own_file_holds_where_the_centre_says_nothing() -> None:
    own = Settings(hall_name="自己的名字")
    found = overlaid(own, RemoteSettings(voice=False, idle_warn_seconds=30, idle_wipe_seconds=45, large_type=True))
    assert (found.hall_name, found.voice.on, found.voice.volume) == ("自己的名字", False, own.voice.volume)
    assert (found.limits.idle_warn_seconds, found.limits.idle_wipe_seconds) == (30, 45)
    assert found.screen.large_type and found.limits.leased_numbers == own.limits.leased_numbers
    assert overlaid(own, RemoteSettings()) == own
