"""The process whose processor time is measured while its card reader waits: DRIVER PLACE SECONDS; prints seconds used."""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, date, datetime

from drivers.core.registry import driver


def main() -> None:
    """Wait at an empty reader and print the processor seconds that took."""
    name, place, seconds = sys.argv[1:4]
    options = {"port": place} if name == "serial" else {"reader": place}

    def today() -> date:
        return datetime.now(UTC).astimezone().date()

    with driver("card", name)(**options, today=today) as reader:
        reader.status()
        used = time.process_time()
        reader.wait_card(timeout=float(seconds), cancel=threading.Event())
        sys.stdout.write(f"{time.process_time() - used}\n")


if __name__ == "__main__":
    main()
