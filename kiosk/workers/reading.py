"""The reading bus: pages and card faces through the reading process, one after the other, and the fields of pages.

Between them it keeps the process loaded, from the start of the terminal on, so that no visitor waits for that.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from drivers.cards.codes import ETHNIC_GROUPS
from kiosk.flow.answers import FaceRead, Failed, FieldsProposed, PageRead, PageUnreadable, PartChanged
from kiosk.flow.effects import Effect, ProposeFields, ReadFace, ReadPage
from kiosk.flow.visit import Hint, Holder, Listed, Mishap, Papers, Part, Question
from kiosk.reading.cardface import read_face
from kiosk.reading.errors import ReadingCancelled, ReadingError
from kiosk.reading.facevalue import CardFace
from kiosk.reading.fields import propose
from kiosk.reading.fields.survey import Survey, survey
from kiosk.reading.process import Readiness, ReadingProcess
from kiosk.reading.result import KnownPerson, PageText, Source
from kiosk.workers.bus import Post
from kiosk.workers.keepers import NO_TICKET
from kiosk.workers.worker import Say

log = logging.getLogger("hall.kiosk.reading")

#: GA/T 517: resident identity card; residence permit for Hong Kong, Macao and Taiwan residents, whose front is printed
#: alike and whose numbers begin with these areas; permanent residence card of foreigners
RESIDENT_CARD, FOREIGN_RESIDENT, HMT_PERMIT = "111", "553", "554"
HMT_AREAS = ("81", "82", "83")
#: s; a process that loads is looked after more often than one that is ready
LOOK_LOADING_S, LOOK_READY_S = 0.25, 5.0
_ETHNIC_CODES = {name: code for code, name in ETHNIC_GROUPS.items()}


class ReadingWorker:
    def __init__(self, process: ReadingProcess, post: Post) -> None:
        self._process = process
        self._post = post
        self._works = True

    def carry_out(
        self, effect: Effect, cancel: threading.Event, say: Say
    ) -> PageRead | PageUnreadable | FieldsProposed | FaceRead | Failed | None:
        match effect:
            case ReadPage():
                return self._read(effect, cancel)
            case ReadFace():
                return self._read_face(effect, cancel)
            case ProposeFields():
                return FieldsProposed(
                    propose(effect.pages, known(effect.holder)), papers(survey(effect.pages), effect.pages)
                )
            case _:
                return None

    def look(self) -> float:
        """Keep the process loaded; the visit hears when no page can be read, and when it can again."""
        ready = self._process.keep()
        if ready is Readiness.LOADING:
            return LOOK_LOADING_S
        works = ready is Readiness.READY
        if works is not self._works:
            self._works = works
            self._post(NO_TICKET, PartChanged(Part.OCR, works))
        return LOOK_READY_S

    def close(self) -> None:
        self._process.stop()

    def _read(self, effect: ReadPage, cancel: threading.Event) -> PageRead | PageUnreadable | None:
        try:
            return PageRead(effect.page_id, self._process.read(effect.data, effect.index, cancel))
        except ReadingCancelled:
            return None
        except ReadingError as error:
            # The message names folders and libraries, never what stands on a page.
            log.error("a page could not be read: %s", error)
            return PageUnreadable(effect.page_id)

    def _read_face(self, effect: ReadFace, cancel: threading.Event) -> FaceRead | Failed | None:
        try:
            face = read_face(self._process.read(effect.data, 0, cancel).lines)
        except ReadingCancelled:
            return None
        except ReadingError as error:
            log.error("a card face could not be read: %s", error)
            face = None
        if face is None or not face.name:
            return Failed("face_reading", Mishap.FACE_UNREADABLE)
        return FaceRead(printed_holder(face))


def printed_holder(face: CardFace) -> Holder:
    """The person on the printed face: whoever holds it, nothing vouches for it."""
    return Holder(
        name=face.name,
        id_type=_id_type(face.number),
        id_number=face.number,
        sex=face.sex,
        ethnic=_ETHNIC_CODES.get(face.ethnic, ""),
        birth=face.birth,
        registered_address=face.address,
        verified=False,
        source=Source.PRINT,
    )


def _id_type(number: str) -> str:
    if number.startswith(HMT_AREAS):
        return HMT_PERMIT
    # 15 characters in the edition of 2017, 18 that begin with 9 in that of 2023
    return FOREIGN_RESIDENT if number[:1] == "9" or number[:1].isalpha() else RESIDENT_CARD


def papers(seen: Survey, pages: Sequence[PageText]) -> Papers:
    """What the flow keeps of a survey of these pages."""
    return Papers(
        hints=tuple(
            Hint(Question(a.question.value), a.value, a.page, a.region, a.confidence, a.source, a.doubtful)
            for a in seen.answers
        ),
        as_attachment=seen.as_attachment,
        listed=tuple(Listed(one.title, one.amount, one.unit, one.original) for one in seen.attachments),
        kinds=tuple((page.index, kind.value) for page, kind in zip(pages, seen.kinds, strict=True)),
        repeated=tuple(sorted(seen.repeated.items())),
    )


def known(holder: Holder | None) -> KnownPerson | None:
    """What the document says, for the reader of names and numbers to compare with."""
    if holder is None:
        return None
    return KnownPerson(name=holder.name, id_number=holder.id_number, address=holder.registered_address)
