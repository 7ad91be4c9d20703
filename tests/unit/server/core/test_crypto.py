"""What is sealed opens only where it belongs, with the key that sealed it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from server.core import keyring
from server.core.centre import open_centre, remember_key
from server.core.crypto import KeyTrouble, Sm4Gcm, Suite, Vault, load_vault
from server.core.database import transaction
from server.core.keyring import Use
from server.core.keysource import Fixed, KeyFile
from server.core.schema import upgrade
from server.core.settings import ServerSettings
from server.core.time import wall_clock

VAULT = Vault.of_master(bytes(32))


SM4 = Vault.of_master(bytes(32), Suite.SM4_GCM)
BOTH = st.sampled_from([VAULT, SM4])


@given(BOTH, st.binary(max_size=200), st.text(max_size=30))
def test_what_was_sealed_opens_whatever_new_values_are_sealed_with(vault: Vault, plain: bytes, context: str) -> None:
    sealed = vault.seal(plain, context)
    assert VAULT.open(sealed, context) == SM4.open(sealed, context) == plain
    assert vault.is_current(sealed)


@given(BOTH, st.binary(min_size=1, max_size=50), st.data())
def test_a_changed_byte_is_noticed(vault: Vault, plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(vault.seal(plain, "row"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(KeyTrouble):
        vault.open(bytes(sealed), "row")


@given(st.binary(max_size=60))
def test_any_other_bytes_are_refused(junk: bytes) -> None:
    with pytest.raises(KeyTrouble):
        VAULT.open(junk, "row")


def test_sm4_gcm_is_the_cipher_of_the_standard() -> None:
    # RFC 8998, appendix A.1
    cipher = Sm4Gcm(bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"))
    plain = bytes.fromhex("".join(letter * 16 for letter in "ABCDEFEA"))
    sealed = cipher.encrypt(
        bytes.fromhex("00001234567800000000ABCD"), plain, bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    )
    assert sealed[:16].hex().upper() == "17F399F08C67D5EE19D0DC9969C4BB7D"
    assert sealed[-16:].hex().upper() == "83DE3541E4C2B58177E065A9BF7B62EC"


def test_what_the_first_releases_sealed_still_opens() -> None:
    master, nonce = bytes(range(32)), bytes(12)
    key = HKDF(SHA256(), 32, salt=None, info=b"petition-hall/seal").derive(master)
    sealed = b"\x01" + nonce + AESGCM(key).encrypt(nonce, "柳测试".encode(), b"person.name:1")
    vault = Vault(Fixed(keyring.parse(base64.b64encode(master).decode() + "\n")))
    assert vault.open_text(sealed, "person.name:1") == "柳测试"
    assert not vault.is_current(sealed)


def test_a_new_key_in_the_file_is_taken_up_by_a_running_process(tmp_path: Path) -> None:
    file, moment = KeyFile(tmp_path / "master.key"), 0.0
    file.create()
    writer, reader = (Vault(file, seconds=lambda: moment) for _ in range(2))
    before, old = writer.seal(b"x", "row"), writer.index("identity", "1")
    file.replace(writer.ring.with_new(Use.SEAL).with_new(Use.INDEX))
    moment = 1.0
    after = writer.seal(b"x", "row")
    moment = 0.0
    assert (writer.seal_version, reader.open(after, "row"), reader.open(before, "row")) == (2, b"x", b"x")
    assert len(writer.indexes("identity", "1")) == 2
    assert writer.index("identity", "1") == writer.indexes("identity", "1")[0]
    assert old in writer.indexes("identity", "1")


def test_a_version_that_is_gone_is_named() -> None:
    ring = VAULT.ring.with_new(Use.SEAL)
    with pytest.raises(KeyTrouble, match="version 1"):
        Vault(Fixed(ring.without(Use.SEAL, 1))).open(VAULT.seal(b"x", "row"), "row")
    with pytest.raises(KeyTrouble, match="in force"):
        ring.without(Use.SEAL, 2)


def test_signatures_open_with_the_public_key_of_their_version() -> None:
    version, signature = VAULT.sign(b"receipt")
    Ed25519PublicKey.from_public_bytes(VAULT.public_keys()[version]).verify(signature, b"receipt")


def test_a_ring_is_read_as_it_was_written_and_a_bad_line_is_named() -> None:
    ring = keyring.fresh().with_new(Use.SEAL)
    assert keyring.parse(ring.text()) == ring == keyring.parse(ring.text().replace("\n", ";"))
    assert "seal" not in repr(ring)
    lines = ring.text().splitlines()
    for bad, match in (
        ([*lines, "seal two x"], f"line {len(lines) + 1}"),
        ([*lines, lines[1]], "repeats"),
        (lines[:3], "no key for"),
    ):
        with pytest.raises(KeyTrouble, match=match):
            keyring.parse("\n".join(bad))


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(KeyTrouble):
        VAULT.open(VAULT.seal(b"x", "person.name:1"), "person.name:2")


def test_another_key_does_not_open_and_indexes_differently() -> None:
    other = Vault.of_master(bytes(31) + b"1")
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
