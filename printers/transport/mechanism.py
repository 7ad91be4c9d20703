"""The moving parts of the virtual printer: roll, head, knife and sensors. Guarded by one condition, moved by one thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from typing import assert_never

from PIL import Image

from printers.profiles import Profile
from printers.render.paper import KNIFE_DOTS, Paper, text_strip
from printers.transport.operations import Asked, Cut, Dropped, Feed, Mechanical, Picture, Question, Row
from printers.transport.register import Register

DOTS_PER_MM = 8
#: a new roll of 80 mm paper
ROLL_MM = 80_000
#: the lever touches when about this much is left
NEAR_END_MM = 3_000
#: paper without a cut is torn off after two metres, so that garbage cannot fill the memory
TEAR_OFF_ROWS = 2_000 * DOTS_PER_MM
#: unknown commands remembered
MAX_DROPPED = 100


class PowerLost(Exception):
    """The operation was abandoned: the printer has no power or is being switched off."""


@dataclass(frozen=True)
class PrintedSlip:
    """What lies in the tray: `image` in mode "1", the text and QR contents, and the bytes that made it."""

    image: Image.Image
    text: str
    data: bytes
    #: False: torn off without a cut
    cut: bool


class Mechanism:
    """Prints operations on paper. `speed_mm_s` 0 prints at once; `take_bytes` hands over the bytes of a finished slip.

    `on_slip` is called from the print thread for each finished slip, `on_change` whenever something may have changed.
    """

    def __init__(
        self,
        profile: Profile,
        *,
        speed_mm_s: float,
        paper_mm: float,
        take_bytes: Callable[[], bytes],
        on_slip: Callable[[PrintedSlip], None] | None,
        on_change: Callable[[], None],
    ) -> None:
        self.register = Register()
        self.slips: list[PrintedSlip] = []
        self.dropped: list[bytes] = []
        self.changed = Condition()
        self._profile = profile
        self._speed = speed_mm_s
        self._take_bytes = take_bytes
        self._on_slip = on_slip
        self._on_change = on_change
        self._paper = Paper(profile.dots)
        self._text: list[str] = []
        self._rows_left = 0
        self._jam_at_cut = False
        self._mishaps: list[tuple[int, Callable[[], None]]] = []
        self._rows_moved = 0
        self.load_paper(paper_mm)

    def load_paper(self, mm: float = ROLL_MM) -> None:
        self._leave_rows(int(mm * DOTS_PER_MM))

    def run_out_of_paper(self, after_rows: int = 0) -> None:
        """Leave `after_rows` dots of paper; 0 takes it out at once."""
        self._leave_rows(after_rows)

    def set_cover(self, *, opened: bool) -> None:
        with self.changed:
            self.register.cover_open = opened
            self._tell()

    def jam_cutter(self, *, at_next_cut: bool = False) -> None:
        """Jam the knife now, or when it moves next."""
        with self.changed:
            self._jam_at_cut = at_next_cut
            self.register.cutter_jammed = not at_next_cut
            self._tell()

    def free_cutter(self) -> None:
        with self.changed:
            self._jam_at_cut = self.register.cutter_jammed = False
            self._tell()

    def set_head(self, *, hot: bool) -> None:
        """Overheat the head, or let it cool."""
        with self.changed:
            self.register.head_hot = hot
            self._tell()

    def set_online(self, *, online: bool) -> None:
        """Press the button that takes it off line, or on line again."""
        with self.changed:
            self.register.offline = not online
            self._tell()

    def set_broken(self, *, broken: bool) -> None:
        """Give it an error that does not mend itself, or mend it."""
        with self.changed:
            self.register.broken = broken
            self._tell()

    def after(self, rows: int, mishap: Callable[[], None]) -> None:
        """Let something happen in the middle of printing, once `rows` more dots have passed the head."""
        with self.changed:
            self._mishaps.append((self._rows_moved + rows, mishap))

    def wait_for_slips(self, count: int, timeout: float) -> bool:
        """Wait until `count` slips were finished; False after `timeout` seconds."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.slips) >= count, timeout)

    def wait_until_stopped(self, timeout: float) -> bool:
        """Wait until paper, cover or knife stop the printer; False after `timeout` seconds."""
        with self.changed:
            return self.changed.wait_for(lambda: self.register.stopped, timeout)

    @property
    def hanging(self) -> str:
        """Text of the paper that hangs out of the printer, not yet cut."""
        with self.changed:
            return "\n".join(self._text)

    def perform(self, operation: Mechanical, powered: Callable[[], bool]) -> Question | bytes | None:
        """Carry out one operation, waiting while stopped; return what is to be answered; raise `PowerLost`."""
        match operation:
            case Row(runs, align, pitch):
                strip = text_strip(self._profile.dots, runs, align)
                text = "".join(run.text for run in runs)
                self._move(max(pitch, strip.height), powered, lambda: self._paper.text(runs, align, pitch), text)
            case Picture(image, align, qr):
                said = f"[QR {qr}]" if qr else None
                self._move(image.height, powered, lambda: self._paper.picture(image, align), said)
            case Feed(dots):
                self._move(dots, powered, lambda: self._paper.feed(dots), None)
            case Cut():
                self._cut(powered)
            case Asked(question):
                # Not a real-time question: it waits its turn, and there is no turn while the printer is stopped.
                self._wait_ready(powered)
                return question
            case Dropped(command):
                if len(self.dropped) < MAX_DROPPED:
                    self.dropped.append(command)
            case _:
                assert_never(operation)
        return None

    def _tell(self) -> None:
        self.changed.notify_all()
        self._on_change()

    def tear_off(self) -> None:
        """Take the hanging paper away by hand, as one does when there is no knife."""
        with self.changed:
            if self._paper.rows > KNIFE_DOTS:
                self._finish(cut=False)

    def _move(self, rows: int, powered: Callable[[], bool], draw: Callable[[], None], text: str | None) -> None:
        with self.changed:
            self._wait_ready(powered)
            draw()
            if text is not None:
                self._text.append(text)
            if self._speed:
                self.changed.wait_for(lambda: not powered(), rows / DOTS_PER_MM / self._speed)
            self._leave_rows(self._rows_left - rows)
            self._rows_moved += rows
            due = [mishap for at, mishap in self._mishaps if at <= self._rows_moved]
            self._mishaps = [later for later in self._mishaps if later[0] > self._rows_moved]
            for mishap in due:
                mishap()
            if self._paper.rows > TEAR_OFF_ROWS:
                self._finish(cut=False)

    def _cut(self, powered: Callable[[], bool]) -> None:
        with self.changed:
            if self._jam_at_cut:
                self.jam_cutter()
            self._wait_ready(powered)
            self._finish(cut=True)

    def _finish(self, *, cut: bool) -> None:
        slip = PrintedSlip(self._paper.cut(), "\n".join(self._text), self._take_bytes(), cut)
        self._text.clear()
        self.slips.append(slip)
        self._tell()
        if self._on_slip is not None:
            self._on_slip(slip)

    def _wait_ready(self, powered: Callable[[], bool]) -> None:
        with self.changed:
            self.changed.wait_for(lambda: not powered() or not self.register.stopped)
            if not powered():
                raise PowerLost

    def _leave_rows(self, rows: int) -> None:
        with self.changed:
            self._rows_left = max(rows, 0)
            self.register.paper_out = rows <= 0
            self.register.near_end = rows < NEAR_END_MM * DOTS_PER_MM
            self._tell()
