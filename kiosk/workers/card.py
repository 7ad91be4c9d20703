"""The card bus: wait for a card, read it, say who came."""

from __future__ import annotations

import logging
import threading

from drivers.cards import CardReader, IdentityCard
from drivers.cards.errors import CardRemoved, NotAnIdentityCard
from drivers.cards.idcard import CardType
from drivers.core.errors import Cancelled, DeviceError, DeviceFault
from drivers.core.supervision import Use
from kiosk.flow.answers import CardRead, Failed
from kiosk.flow.effects import Effect, ReadCard
from kiosk.flow.visit import Holder, Mishap
from kiosk.reading.result import Source
from kiosk.workers.device import Opened
from kiosk.workers.worker import Say

log = logging.getLogger("hall.kiosk.card")

#: the wait is renewed after this, so that a reader that went deaf, or a machine that slept, is noticed; the visitor sees
#: nothing of it
WAIT_SECONDS = 5.0
#: after a failed read the card is given this long to leave, so that a bad contact is not read over and over
LIFT_SECONDS = 2.0

#: GA/T 517
ID_TYPES = {
    CardType.RESIDENT: "111",
    CardType.HMT_PERMIT: "554",
    CardType.FOREIGNER_2017: "553",
    CardType.FOREIGNER_2023: "553",
}


class CardWorker:
    def __init__(self, reader: Opened[CardReader]) -> None:
        self._reader = reader
        self._failed = self._unread_before = False

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> CardRead | Failed | None:
        if not isinstance(effect, ReadCard):
            return None
        try:
            reader = self._reader.get()
            if self._failed or effect.another:
                self._failed = False
                reader.wait_removed(timeout=LIFT_SECONDS, cancel=cancel)
            while not reader.wait_card(timeout=WAIT_SECONDS, cancel=cancel):
                reader = self._reader.get(WAIT_SECONDS)
            try:
                card = reader.read(cancel=cancel)
            except DeviceFault as error:
                return self._unread(error)
        except Cancelled:
            return None
        except CardRemoved:
            self._failed = True
            return Failed("card", Mishap.CARD_REMOVED)
        except NotAnIdentityCard:
            return Failed("card", Mishap.NOT_AN_IDENTITY_CARD)
        except DeviceError as error:
            self._reader.failed(error)
            return Failed("card", Mishap.READER_ABSENT)
        self._unread_before = False
        self._reader.did(Use.READS)
        return CardRead(holder(card))

    def _unread(self, error: DeviceFault) -> Failed:
        """A card lies there and nothing comes of it: two at once, a bent one, a bad contact; twice in a row it is the reader."""
        self._failed = True
        if self._unread_before:
            self._reader.failed(error)
            self._unread_before = False
            return Failed("card", Mishap.READER_ABSENT)
        log.warning("a card that lies there cannot be read: %s", type(error).__name__)
        self._unread_before = True
        return Failed("card", Mishap.CARD_UNREADABLE)

    def look(self) -> float:
        return self._reader.look()

    def close(self) -> None:
        self._reader.leave()


def holder(card: IdentityCard) -> Holder:
    """The person on the card. The photo and the raw block stay behind."""
    return Holder(
        name=card.name,
        id_type=ID_TYPES[card.type],
        id_number=card.number,
        sex=card.sex,
        ethnic=card.ethnic,
        birth=card.birth,
        registered_address=card.address,
        verified=True,
        source=Source.CARD,
        warnings=tuple(w.value for w in card.warnings),
    )
