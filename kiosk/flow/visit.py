"""The state of one visit, and nothing that does anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlencode

from kiosk.flow.clockline import ClockLine as ClockLine
from kiosk.flow.doors.state import Door, Parked
from kiosk.flow.handover import Handover
from kiosk.reading.result import FieldKind, PageText, Region, Source, Stroke


class Step(StrEnum):
    """One screen each."""

    IDLE = "idle"
    #: what is done with personal data (PIPL Art. 17): a notice, not a consent box
    NOTICE = "notice"
    CARD = "card"
    #: the holder is known; earlier matters are offered
    EARLIER = "earlier"
    #: alone, in a group, or for somebody else
    COMPANY = "company"
    PAGES = "pages"
    FORM = "form"
    SUBMIT = "submit"
    RECEIPT = "receipt"
    #: how the service was; nothing is left of the visit but number and query code
    RATING = "rating"
    #: the other doors: how a matter goes, what a matter needs, forms to print
    ASK = "ask"
    GUIDE = "guide"
    PAPERS = "papers"
    #: behind the PIN
    ATTENDANT = "attendant"
    #: at a window with staff: who waits
    WAITING = "waiting"


class Mishap(StrEnum):
    """What went wrong, in the visitor's world; the view finds words, picture and next step for each."""

    CARD_REMOVED = "card_removed"
    NOT_AN_IDENTITY_CARD = "not_an_identity_card"
    #: something lies on the reader and does not answer: two cards at once, or one that is bent
    CARD_UNREADABLE = "card_unreadable"
    READER_ABSENT = "reader_absent"
    #: among those who came together: the card of the holder, and one that was read before
    OWN_CARD = "own_card"
    CARD_READ_TWICE = "card_read_twice"
    #: the printed face of the card was photographed and says no name and number that can be right
    FACE_UNREADABLE = "face_unreadable"
    #: the printed face cannot be photographed here
    FACE_NO_CAMERA = "face_no_camera"
    CAMERA_ABSENT = "camera_absent"
    #: pages come from a scanner: a sheet is stuck in its feeder; its cover is open
    SCANNER_JAM = "scanner_jam"
    SCANNER_OPEN = "scanner_open"
    NO_PAGE = "no_page"
    BLANK_PAGE = "blank_page"
    BAD_IMAGE = "bad_image"
    DUPLICATE_PAGE = "duplicate_page"
    #: the page was kept, but taking it again would read better
    PAGE_GLARE = "page_glare"
    PAGE_BLURRED = "page_blurred"
    PAGE_CUT_OFF = "page_cut_off"
    PAGE_SEVERAL = "page_several"
    PAGE_TOO_DARK = "page_too_dark"
    #: one registration carries no more pages
    TOO_MANY_PAGES = "too_many_pages"
    READING_FAILED = "reading_failed"
    PRINTER_ABSENT = "printer_absent"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    PRINTER_FAULT = "printer_fault"
    #: nobody can say whether the slip came out: the visitor is asked
    PRINT_UNKNOWN = "print_unknown"
    #: the centre answered that the registration cannot be taken as it is
    REJECTED = "rejected"
    #: the registration could not even be kept on this terminal
    NOT_KEPT = "not_kept"


class Part(StrEnum):
    """What a terminal has and a visit can do without."""

    READER = "reader"
    CAMERA = "camera"
    PRINTER = "printer"
    #: pages are photographed and registered all the same; the visitor writes what stands on them
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class Holder:
    """The person who came: from the chip of the card, from its printed face, or typed in."""

    name: str
    id_type: str
    id_number: str
    sex: str
    ethnic: str
    birth: date | None
    registered_address: str
    #: False: typed in or read from the print, not from the chip
    verified: bool
    source: Source
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Identity data never reach a log through repr."""
        return "<Holder>"


@dataclass(frozen=True, slots=True)
class Company:
    """Who came beside the holder, and whom the holder speaks for."""

    #: who stand here, the holder among them
    persons: int = 1
    #: who speak for the group beside the holder (Regulations on Petitioning 2022, Art. 20(3): five in all)
    companions: tuple[Holder, ...] = ()
    #: on whose behalf the holder came; not here, so never from a card
    principal: Holder | None = None


#: the holder alone, speaking for themself
NOBODY_ELSE = Company()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier matter of the holder."""

    petition_id: str
    number: str
    registered_at: datetime
    category: str
    summary: str
    state_text: str
    unit_name: str
    clocks: tuple[ClockLine, ...] = ()
    #: as the centre names it
    state: str = ""
    #: "" from a centre that has no English for it
    category_en: str = ""
    state_text_en: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One captured page; `text` is None while it is being read."""

    page_id: str
    #: encoded original, kept in memory only
    data: bytes
    media_type: str
    sha256: str
    text: PageText | None = None
    failed: bool = False

    def __repr__(self) -> str:
        return f"<Page {self.page_id}>"


@dataclass(frozen=True, slots=True)
class FormField:
    """A line of the form. `confirmed` turns True when the visitor kept or changed it."""

    field_id: str
    kind: FieldKind
    value: str
    page: int | None
    region: Region | None
    confidence: float
    source: Source
    doubtful: bool
    confirmed: bool
    remark: str = ""
    normalised: str = ""


class Question(StrEnum):
    """The four questions asked of everybody."""

    COURT = "court"
    RECONSIDERATION = "reconsideration"
    ARBITRATION = "arbitration"
    EARLIER_OPINION = "earlier_opinion"


@dataclass(frozen=True, slots=True)
class Hint:
    """What the papers say about one of the four questions: always a yes, because silence proves nothing."""

    question: Question
    #: the words that say so
    words: str
    page: int
    region: Region | None
    confidence: float
    source: Source
    #: True: it is not taken for an answer, only shown beside the question
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of the papers' own list of attachments; `amount` None and `unit` "" when the list does not say."""

    title: str
    amount: int | None
    unit: str
    original: bool | None


@dataclass(frozen=True, slots=True)
class Papers:
    """What was found in the papers beyond the lines of the form. Pages are indexes into the visit's pages."""

    hints: tuple[Hint, ...] = ()
    #: the text is longer than the national layout takes: it goes along as an attachment, the summary speaks for it
    as_attachment: bool = False
    listed: tuple[Listed, ...] = ()
    #: letter, form, id_copy, receipt, court_paper, opinion, photo, other: by page
    kinds: tuple[tuple[int, str], ...] = ()
    #: pages that show an earlier page again, with that page
    repeated: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What the visitor confirms."""

    fields: tuple[FormField, ...] = ()
    questions: tuple[tuple[Question, bool | None], ...] = tuple((q, None) for q in Question)
    #: questions the visitor answered; the papers answer the others at most
    answered: frozenset[Question] = frozenset()
    papers: Papers = Papers()
    publish: bool = False
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who would be responsible, shown before submitting."""

    unit_name: str
    category: str
    reason: str
    #: "" from a centre that has no English for them
    category_en: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the visitor takes home, on screen and on the slip."""

    title: str
    number: str
    query_code: str
    registered_at: datetime
    holder_name: str
    #: True: kept on this terminal, not yet at the centre; unit and clocks follow
    provisional: bool
    hall_name: str
    hall_phone: str
    supervision_phone: str
    progress_url: str
    unit_name: str = ""
    unit_phone: str = ""
    category: str = ""
    reason: str = ""
    clocks: tuple[ClockLine, ...] = ()
    next_steps: tuple[str, ...] = ()
    pages: int = 0
    #: an accusation: the slip shows no unit and no code
    restricted: bool = False
    #: signature over number, code and moment, by the centre or by this terminal
    proof: str = ""
    #: "" or none from a centre that has no English for them
    category_en: str = ""
    reason_en: str = ""
    next_steps_en: tuple[str, ...] = ()

    @property
    def progress_link(self) -> str:
        """What the QR code holds: the progress page opened at this matter; without a page, number and code in words."""
        if not self.progress_url:
            return f"{self.number} {self.query_code}"
        joiner = "&" if "?" in self.progress_url else "?"
        return f"{self.progress_url}{joiner}{urlencode({'n': self.number, 'c': self.query_code})}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A character or word the visitor may have meant."""

    text: str
    #: typed letters it uses up; 0 when it was drawn
    letters: int


class Help(StrEnum):
    """What became of the call for a person."""

    NONE = "none"
    CALLING = "calling"
    COMING = "coming"
    #: the desk could not be told: the visitor waves
    UNREACHABLE = "unreachable"


class PrintState(StrEnum):
    NONE = "none"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything about one visit; replaced whole when it ends, so nothing stays but what the terminal lacks."""

    step: Step = Step.IDLE
    #: idempotency key of the registration, made at the first touch
    visit_id: str = ""
    started_at: datetime | None = None
    #: wanted and under way, so that a screen can show progress: "card", "face" (the printed face of the card is
    #: photographed), "face_reading", "lookup", "capture", "reading" (the form waits for it), "suggest", "submit", "print",
    #: "writing" (candidates are looked for), "rating", "staff"
    busy: frozenset[str] = field(default_factory=frozenset)
    mishap: Mishap | None = None
    #: sentence behind REJECTED, from the centre
    mishap_detail: str = ""
    holder: Holder | None = None
    #: None: not looked up, or the centre could not be reached
    earlier: tuple[Earlier, ...] | None = None
    continues: str = ""
    company: Company = NOBODY_ELSE
    pages: tuple[Page, ...] = ()
    #: id of the page whose place the next one takes; "" for none
    retaking: str = ""
    form: Form = Form()
    #: what the letters or strokes of the moment may mean, the likeliest first
    candidates: tuple[Candidate, ...] = ()
    #: ids of the pages the form was proposed from; None: not proposed yet
    proposed_from: tuple[str, ...] | None = None
    suggestion: Suggestion | None = None
    #: an earlier matter that this one is like: the visitor decides whether it is the same
    similar: Earlier | None = None
    #: the true moment of registration, also when handing in had to be tried again
    submitted_at: datetime | None = None
    #: as the finger drew it; none when the visitor signs at the window
    signature: tuple[Stroke, ...] = ()
    #: handed in, or given to a window, in English: the slip says everything in English too
    english: bool = False
    receipt: Receipt | None = None
    print_state: PrintState = PrintState.NONE
    #: 0 for the original, n for 副本 n
    copies: int = 0
    #: 5 very satisfied … 1 not at all; 0 not rated
    rated: int = 0
    #: the rating did not reach the centre
    rating_lost: bool = False
    help: Help = Help.NONE
    #: given to a window, or about to be
    handover: Handover | None = None
    #: what the terminal has to do without at the moment; says nothing of a visitor and outlives the visit
    missing: frozenset[Part] = field(default_factory=frozenset)
    #: behind another door than the registration
    door: Door | None = None
    #: staff work this terminal for visitors at a window; outlives the visit
    desk: bool = False
    #: visits that wait at the window; outlive this one
    parked: tuple[Parked, ...] = ()
