"""Asks a PC/SC reader one question per line of standard input; run by `test_daemon_restart` with a socket of its own."""

from __future__ import annotations

import sys
import threading
from datetime import date

from drivers.cards.pcsc import PcscCardReader
from drivers.core.errors import DeviceError


def main() -> None:
    never = threading.Event()
    with PcscCardReader("Virtual PCD 00 01", today=lambda: date(2026, 1, 1)) as reader:
        for question in sys.stdin:
            seconds = float(question)
            try:
                answer = f"card {reader.wait_card(timeout=seconds, cancel=never)}"
            except DeviceError as error:
                answer = type(error).__name__
            sys.stdout.write(f"{answer}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
