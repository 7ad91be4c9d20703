"""SSIP, the protocol of speech-dispatcher: one command a line, answered by lines that begin with a code of three digits.

https://htmlpreview.github.io/?https://github.com/brailcom/speechd/blob/master/doc/ssip.html
"""

from __future__ import annotations

import os
import re
from pathlib import Path

#: the daemon
PROGRAM = "speech-dispatcher"
NEWLINE = b"\r\n"
#: answer to SPEAK: now the text
RECEIVING = 230
_LEADING_DOT = re.compile(r"^\.", re.MULTILINE)


def socket_path(environment: dict[str, str] | None = None) -> Path:
    """Where the daemon of this user listens, as its own clients find it."""
    env = os.environ if environment is None else environment
    method, _, place = env.get("SPEECHD_ADDRESS", "").partition(":")
    if method == "unix_socket" and place:
        return Path(place)
    runtime = env.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return Path(runtime) / "speech-dispatcher" / "speechd.sock"


def hello() -> tuple[bytes, ...]:
    """Who speaks, and at what pace: a little slower than usual, for old ears."""
    return (
        _line("SET SELF CLIENT_NAME hall:kiosk:main"),
        _line("SET SELF PRIORITY MESSAGE"),
        _line("SET SELF PUNCTUATION NONE"),
        _line("SET SELF RATE -15"),
    )


def language(code: str) -> bytes:
    """`code`: "zh" or "en"."""
    return _line(f"SET SELF LANGUAGE {code}")


def volume(percent: int) -> bytes:
    """0 to 100; the daemon counts from -100 to 100."""
    return _line(f"SET SELF VOLUME {max(0, min(100, percent)) * 2 - 100}")


def speak() -> bytes:
    return _line("SPEAK")


def text(said: str) -> bytes:
    """The text after SPEAK: a dot at the start of a line is doubled, a dot alone ends it."""
    lines = _LEADING_DOT.sub("..", "\n".join(said.splitlines()))
    return lines.replace("\n", "\r\n").encode() + NEWLINE + b"." + NEWLINE


def cancel() -> bytes:
    """Fall silent, and forget what waits."""
    return _line("CANCEL SELF")


def final_code(line: bytes) -> int | None:
    """The code of an answer's last line; None for a line that others follow."""
    head = line[:4]
    if len(head) < 4 or not head[:3].isdigit() or head[3:4] != b" ":
        return None
    return int(head[:3])


def _line(command: str) -> bytes:
    return command.encode() + NEWLINE
