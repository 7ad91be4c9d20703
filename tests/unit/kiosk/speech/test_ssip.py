"""What goes over the wire to speech-dispatcher."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kiosk.speech import ssip


def test_a_dot_at_the_start_of_a_line_cannot_end_the_text() -> None:
    assert ssip.text("一。\n.\n..二") == "一。\r\n..\r\n...二\r\n.\r\n".encode()


@given(st.text())
def test_whatever_is_said_ends_once(said: str) -> None:
    lines = ssip.text(said).split(b"\r\n")
    assert lines.index(b".") == len(lines) - 2


def test_only_the_last_line_of_an_answer_ends_it() -> None:
    assert ssip.final_code(b"225-7\r\n") is None
    assert ssip.final_code(b"225 OK MESSAGE QUEUED\r\n") == 225
    assert ssip.final_code(b"\r\n") is None


def test_the_volume_is_counted_from_minus_a_hundred() -> None:
    assert [ssip.volume(percent) for percent in (0, 50, 100, 140)] == [
        f"SET SELF VOLUME {n}\r\n".encode() for n in (-100, 0, 100, 100)
    ]


def test_the_socket_is_where_the_daemons_own_clients_look() -> None:
    assert ssip.socket_path({"SPEECHD_ADDRESS": "unix_socket:/run/x.sock"}) == Path("/run/x.sock")
    assert ssip.socket_path({"XDG_RUNTIME_DIR": "/run/user/7"}) == Path("/run/user/7/speech-dispatcher/speechd.sock")
