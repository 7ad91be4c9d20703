"""What is known behind each door, and nothing that does anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.flow.clockline import ClockLine

if TYPE_CHECKING:
    from kiosk.flow.visit import Visit


class Place(StrEnum):
    """Where somebody stands who asks how a matter goes."""

    #: card, number and code, or the slip itself
    WAYS = "ways"
    CARD = "card"
    CODE = "code"
    SCAN = "scan"
    #: several matters of the person whose card was read
    LIST = "list"
    MATTER = "matter"
    RATE = "rate"
    REVIEW = "review"


class Said(StrEnum):
    """What came of the last question to the centre."""

    NOTHING = "nothing"
    #: number and code do not fit each other
    WRONG = "wrong"
    #: too many wrong codes: later, or at the window
    LOCKED = "locked"
    OFFLINE = "offline"
    #: the person of this card has no matter here
    NO_MATTER = "no_matter"
    #: no code of a slip was seen
    NO_CODE = "no_code"
    RATED = "rated"
    RATED_BEFORE = "rated_before"
    #: there is no result yet that could be rated
    NOT_YET = "not_yet"
    REVIEW_TAKEN = "review_taken"
    #: asked after the last day: the answer comes in writing
    REVIEW_LATE = "review_late"
    #: no review can be asked for at this point
    REVIEW_CLOSED = "review_closed"


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that happened to a matter."""

    text: str
    text_english: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Matter:
    """What number and query code open, or the card of the person: no content, nobody's name."""

    number: str
    #: as the centre names it; the screens have plain words for those they know
    state: str
    state_text: str
    unit_name: str
    registered_at: datetime
    clocks: tuple[ClockLine, ...] = ()
    #: oldest first; none when it was found by card
    stops: tuple[Stop, ...] = ()
    #: "" when it was found by card: rating and review need it
    code: str = ""
    #: what is happening and what comes next in the words of the centre, Chinese and English; "" when it did not say
    now: tuple[str, str] = ("", "")
    then: tuple[str, str] = ("", "")
    #: what may be rated now: office, unit, hall
    ratable: tuple[str, ...] = ()
    #: until when review or re-review may be asked for
    review_until: datetime | None = None
    #: "" from a centre that has no English for it
    state_text_en: str = ""

    def __repr__(self) -> str:
        """The code is the key to the matter."""
        return f"<Matter {self.state}>"


@dataclass(frozen=True, slots=True)
class Asking:
    """How does my matter go; what do I think of the result; I ask for review."""

    place: Place = Place.WAYS
    said: Said = Said.NOTHING
    matters: tuple[Matter, ...] = ()
    #: index of the matter that is looked at
    chosen: int = 0
    #: of the matter whose code is asked for; "" when the visitor types it
    number: str = ""

    @property
    def matter(self) -> Matter | None:
        return self.matters[self.chosen] if self.chosen < len(self.matters) else None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines."""

    heading: str
    heading_english: str
    lines: tuple[str, ...]
    lines_english: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """What one kind of matter needs (一次性告知)."""

    key: str
    group: str
    title: str
    title_english: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Guiding:
    """One-time notice: a group, a topic in it, what it needs."""

    group: str = ""
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """A form to fill in with a pen. `rows` are labels with the lines of room they need."""

    key: str
    title: str
    title_english: str
    picture: str
    when: str
    when_english: str
    lead: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which form to print, and how: on A4, or as a slip that says where to get it."""

    blank: Blank | None = None
    on_paper: bool = True


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A slip that is no receipt: title, sections, and an address as QR code."""

    title: str
    title_english: str
    sections: tuple[Section, ...]
    link: str = ""


class Trial(StrEnum):
    """What the attendant tries."""

    PRINT = "print"
    READ = "read"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class DeviceLine:
    title: str
    #: "ready", "absent", "faulty" or "unknown"
    state: str
    detail: str
    remedy: str


@dataclass(frozen=True, slots=True)
class UnsentLine:
    """A registration that the centre does not have yet: number and times, nothing of whom."""

    number: str
    kept_at: datetime
    #: "waiting" or "refused"
    state: str
    attempts: int
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """How this terminal is."""

    at: datetime
    devices: tuple[DeviceLine, ...] = ()
    unsent: tuple[UnsentLine, ...] = ()
    #: name of each mishap of today and how often
    mishaps: tuple[tuple[str, int], ...] = ()
    #: slips since the roll was changed, and when that was
    slips: int = 0
    roll_since: datetime | None = None
    #: name and version of what runs here
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Attending:
    """The attendant, once the PIN was right. The visit beneath waits as it stands."""

    beneath: Visit
    admitted: bool = False
    #: no PIN was set for this terminal
    closed: bool = False
    #: seconds until the next PIN may be tried; -1 while none was wrong
    wait: int = -1
    report: Report | None = None
    #: what was tried last; None: nothing yet
    tried: Trial | None = None
    #: True: it worked; None: under way
    worked: bool | None = None
    found: str = ""

    def __repr__(self) -> str:
        return "<Attending>"


@dataclass(frozen=True, slots=True)
class Parked:
    """A visit that waits at the window while another one is served: in memory, never on a disk."""

    visit: Visit
    parked_at: datetime
    #: counts from 1 on this day of the window, called out instead of a name
    ticket: int

    def __repr__(self) -> str:
        return f"<Parked {self.ticket}>"


@dataclass(frozen=True, slots=True)
class Queueing:
    """The list of parked visits at the window."""


Door = Asking | Guiding | Choosing | Attending | Queueing
