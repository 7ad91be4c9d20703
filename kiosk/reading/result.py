"""What reading gives: lines with their boxes, and fields proposed from them. Plain values, used across processes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: four corners (x, y) as fractions 0..1 of the page image, clockwise from top left
Box = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
#: left, top, width, height as fractions of the page image
Region = tuple[float, float, float, float]
#: one line of the finger, from touch to lift: points (right, down) as parts of the height of the writing field
Stroke = tuple[tuple[float, float], ...]


class Source(StrEnum):
    """Where a value comes from; the earlier wins over the later."""

    CARD = "card"
    MANUAL = "manual"
    PRINT = "print"
    HANDWRITING = "handwriting"
    INFERRED = "inferred"


class PageIssue(StrEnum):
    """What is wrong with a page image, each with one thing the visitor can do."""

    BLANK = "blank"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    GLARE = "glare"
    NO_TEXT = "no_text"
    NOT_AN_IMAGE = "not_an_image"
    #: an image of which only a part arrived; half a page is not registered as a whole one
    INCOMPLETE = "incomplete"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    #: text runs over an edge of the image
    CUT_OFF = "cut_off"
    #: another sheet lies beside or over this one: what stands on it is not read, or mixed in
    SEVERAL_SHEETS = "several_sheets"
    #: writing the models do not know; the page is kept, its text is not trusted
    OTHER_SCRIPT = "other_script"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in reading order."""

    text: str
    box: Box
    #: 0..1
    confidence: float
    #: None: could not be told
    handwriting: bool | None = None


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as read. Boxes refer to the upright page in `image`, not to the untouched original."""

    index: int
    lines: tuple[Line, ...]
    issues: tuple[PageIssue, ...]
    #: JPEG of the upright, evened page that people look at; b"" when the page could not be decoded
    image: bytes
    #: pixels of `image`
    width: int
    height: int
    #: wall seconds spent on this page
    seconds: float

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


class FieldKind(StrEnum):
    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    ADDRESSEE = "addressee"
    COMPLAINED_OF = "complained_of"
    PLACE = "place"
    DATE = "date"
    REQUEST = "request"
    SUM = "sum"
    AREA = "area"
    CASE_NUMBER = "case_number"
    #: how many people or households stand behind the petition (联名人数)
    COSIGNERS = "cosigners"
    SUMMARY = "summary"
    #: cues, value = the words found
    ACCUSATION = "accusation"
    LITIGATION = "litigation"
    URGENCY = "urgency"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Who stands at the terminal, from the card: what the paper says is compared with it."""

    name: str
    id_number: str
    #: registered address; "" when not known
    address: str = ""

    def __repr__(self) -> str:
        """Identity data never reach a log through repr."""
        return "<KnownPerson>"


@dataclass(frozen=True, slots=True)
class ProposedField:
    """A value the machine read, shown beside the place it stood; a person confirms it."""

    kind: FieldKind
    #: as written
    value: str
    #: index into the pages; 0 for inferred values
    page: int
    region: Region | None
    #: 0..1
    confidence: float
    source: Source
    #: name of the rule that found it
    rule: str
    #: True: show it first and ask
    doubtful: bool
    #: machine form where there is one: ISO date, yuan as decimal, GB/T 2260 code; "" otherwise
    normalised: str = ""
    #: what a person should know, such as a sum that does not add up
    remark: str = ""
