"""What is sealed opens only where it belongs, with the key that sealed it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.centre import open_centre, remember_key
from server.core.crypto import KeyTrouble, Vault, load_vault
from server.core.database import transaction
from server.core.schema import upgrade
from server.core.settings import ServerSettings
from server.core.time import wall_clock

VAULT = Vault(bytes(32))


@given(st.binary(max_size=200), st.text(max_size=30))
def test_what_was_sealed_opens(plain: bytes, context: str) -> None:
    assert VAULT.open(VAULT.seal(plain, context), context) == plain


@given(st.binary(min_size=1, max_size=50), st.data())
def test_a_changed_byte_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(VAULT.seal(plain, "row"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(KeyTrouble):
        VAULT.open(bytes(sealed), "row")


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(KeyTrouble):
        VAULT.open(VAULT.seal(b"x", "person.name:1"), "person.name:2")


def test_another_key_does_not_open_and_indexes_differently() -> None:
    other = Vault(bytes(31) + b"1")
    with pytest.raises(KeyTrouble):
        other.open(VAULT.seal(b"x", "row"), "row")
    assert other.index("identity", "1") != VAULT.index("identity", "1") != VAULT.index("phone", "1")


def test_the_same_text_never_looks_the_same() -> None:
    assert VAULT.seal(b"x", "row") != VAULT.seal(b"x", "row")


def test_the_key_file_is_made_for_its_owner_alone_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "data" / "master.key"
    first = load_vault(path, create=True)
    assert path.stat().st_mode & 0o777 == 0o600
    again = load_vault(path, create=True)
    assert again.open(first.seal(b"x", "row"), "row") == b"x"


@pytest.mark.parametrize("content", ["", "no base64!", base64.b64encode(b"short").decode()])
def test_a_damaged_key_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(content, encoding="ascii")
    with pytest.raises(KeyTrouble):
        load_vault(path, create=True)


def test_a_lost_key_is_never_replaced_silently(tmp_path: Path) -> None:
    settings = ServerSettings(data=tmp_path)
    centre = open_centre(settings, wall_clock)
    upgrade(centre.engine)
    with transaction(centre.engine) as session:
        remember_key(centre, session)
    centre.engine.dispose()
    open_centre(settings, wall_clock).engine.dispose()
    settings.key_path.rename(tmp_path / "elsewhere")
    with pytest.raises(KeyTrouble, match="missing"):
        open_centre(settings, wall_clock)
    settings.key_path.write_text(base64.b64encode(bytes(32)).decode(), encoding="ascii")
    with pytest.raises(KeyTrouble, match="does not open"):
        open_centre(settings, wall_clock)
