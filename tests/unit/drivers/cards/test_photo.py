from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cards.photo import BGR_SIZE, BMP_SIZE, bgr_of, bitmap, photo_of, silhouette
from drivers.cards.simulator.card import sample_card

RAW = sample_card().photo
LIBRARY = """
#include <string.h>
#include <stdio.h>
int unpack(const char *wlt, char *picture, int save) {
    printf("chatter of a maker\\n"); fflush(stdout);
    memset(picture, 0, 38862); picture[0] = 'B'; picture[1] = 'M'; picture[54] = wlt[0];
    return save ? -1 : 1;
}
int refuse(const char *wlt, char *picture, int save) { return -5; }
int crash(const char *wlt, char *picture, int save) { *(volatile int *)0 = 1; return 1; }
"""


def test_without_a_decoder_a_silhouette_stands_in() -> None:
    photo = photo_of(RAW)
    assert (photo.decoded, len(photo.bgr)) == (False, BGR_SIZE)
    assert "解码插件" in photo.reason
    assert len(set(silhouette())) == 2


def test_a_python_decoder_runs_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "office_decoder.py").write_text(
        "import os\nprint('chatter')\ndef run(raw):\n    return raw[:1] * 38556\n"
        "def wrong(raw):\n    return b'x'\ndef broken(raw):\n    raise ValueError(raw)\n"
        "def hang(raw):\n    import threading; threading.Event().wait(30)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(__file__).parents[4]}")
    photo = photo_of(RAW, decoder="office_decoder:run")
    assert (photo.decoded, photo.bgr) == (True, RAW[:1] * BGR_SIZE)
    for name, timeout in (("wrong", 5.0), ("broken", 5.0), ("missing", 5.0), ("hang", 0.5)):
        photo = photo_of(RAW, decoder=f"office_decoder:{name}", timeout=timeout)
        assert not photo.decoded
        assert photo.bgr == silhouette()
        assert photo.reason


def test_a_makers_library_is_called_and_may_crash(tmp_path: Path) -> None:
    source, library = tmp_path / "wlt.c", tmp_path / "libwlt.so"
    source.write_text(LIBRARY, encoding="utf-8")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O0", "-o", library, source], check=True, capture_output=True)
    assert photo_of(RAW, decoder=f"{library}:unpack").decoded
    for name in ("refuse", "crash", "missing"):
        assert not photo_of(RAW, decoder=f"{library}:{name}").decoded
    assert not photo_of(RAW, decoder=f"{tmp_path}/none.so:unpack").decoded


def test_a_card_without_a_photo_needs_no_decoder() -> None:
    assert not photo_of(b"", decoder="json:loads").decoded


def test_a_picture_survives_the_way_through_a_bmp_file() -> None:
    picture = silhouette()
    assert len(bitmap(picture)) == BMP_SIZE
    assert bgr_of(bitmap(picture)) == picture == bgr_of(picture)


@given(st.binary(max_size=100) | st.just(bytes(BMP_SIZE)) | st.just(b"BM" + bytes(BMP_SIZE - 2)))
def test_any_output_is_a_picture_or_none(output: bytes) -> None:
    assert len(bgr_of(output) or bytes(BGR_SIZE)) == BGR_SIZE


def test_the_photo_never_shows_itself_in_a_log() -> None:
    assert "bgr" not in repr(photo_of(RAW))
