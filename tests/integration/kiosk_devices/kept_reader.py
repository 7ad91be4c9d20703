"""A card bus of the terminal as a process: DRIVER OPTION VALUE HEALTH-FILE; one line for each answer, "read" asks for a card."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from drivers.core.keeping import Keeper
from kiosk.flow.answers import Answer, Failed, PartChanged
from kiosk.flow.effects import ReadCard
from kiosk.flow.visit import Part
from kiosk.settings import Device
from kiosk.workers.bus import Bus
from kiosk.workers.card import CardWorker
from kiosk.workers.device import Opened, maker
from kiosk.workers.keepers import QUICK, telling


def main() -> None:
    driver, option, value, file = sys.argv[1:5]

    def now() -> datetime:
        return datetime.now(UTC)

    def post(ticket: int, answer: Answer) -> None:
        match answer:
            case PartChanged(works=works):
                words = f"works {works}"
            case Failed(mishap=mishap):
                words = f"failed {mishap.value}"
            case _:
                words = type(answer).__name__
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()

    def make() -> CardWorker:
        keeper = Keeper("reader", Path(file), telling(Part.READER, "reader", post), now=now, policy=QUICK)
        return CardWorker(Opened(maker("card", Device(driver=driver, options={option: value}), now), keeper))

    bus = Bus("card", make, post)
    bus.start()
    for number, _ in enumerate(sys.stdin):
        bus.hand(number, ReadCard())
    bus.stop()


if __name__ == "__main__":
    main()
