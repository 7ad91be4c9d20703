"""The composition root of the terminal: builds everything, connects it, decides nothing."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from kiosk.counting import counted
from kiosk.exits import Exit
from kiosk.flow.advance import advance
from kiosk.flow.answers import Answer
from kiosk.flow.events import Abandoned, Event, PageSettled
from kiosk.flow.idle import UNASKED, IdleLimits, left_alone
from kiosk.flow.places import Place
from kiosk.flow.visit import Step, Visit
from kiosk.health.stalls import Stalls, stalls_file
from kiosk.heartbeat import Heartbeat
from kiosk.idle import IdleWatch
from kiosk.inforce import InForce
from kiosk.lockdown import Lockdown
from kiosk.outfit import Outfit, key_of, outfit
from kiosk.pacing import Pacing
from kiosk.reading.memory import give_back, pictures_apart
from kiosk.settings import Settings
from kiosk.settling import settle
from kiosk.speech.announcer import Announcer
from kiosk.speech.speaker import Speaker
from kiosk.stallwatch import StallWatch
from kiosk.ui.hall import HallInfo
from kiosk.ui.screen import Screen
from kiosk.ui.words import Language
from kiosk.workers.lookout import Glimpse
from kiosk.workers.mailbox import Mailbox

log = logging.getLogger("hall.kiosk.app")

#: the first that is installed; the second is what Debian's older packages call it
FONTS = ("Noto Sans CJK SC", "Noto Sans CJK", "WenQuanYi Zen Hei")


class Kiosk(QObject):
    """One terminal: a window, the visit, and the workers.

    Signals: `ready` after the first frame, `moved` with the visit after every event.
    """

    ready = Signal()
    moved = Signal(object)
    _set_from_afar = Signal()

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        super().__init__()
        self._force = InForce(settings, key_of(settings))
        self._force.heard = self._set_from_afar.emit
        self._set_from_afar.connect(self._adopt, Qt.ConnectionType.QueuedConnection)
        settings = self._force.settings
        self._settings = settings
        self._visit = Visit(desk=settings.desk)
        self._pacing = Pacing()
        self._mailbox = Mailbox()
        self._mailbox.arrived.connect(self._answered)
        self._outfit: Outfit = outfit(settings, self._mailbox.post, now, new_id, self._leave, self._force)
        self.screen = Screen(
            hall_info(settings),
            now=now,
            new_id=new_id,
            language=Language(settings.language.value),
            on_paper=bool(settings.a4_queue),
        )
        self.screen.happened.connect(self.happened)
        self._outfit.lookout.seen.connect(self._seen)
        self._outfit.lookout.settled.connect(lambda: self.happened(PageSettled()))
        self._idle = IdleWatch(lambda: self._visit, _limits(settings))
        self.screen.touched.connect(self._idle.touched)
        self._speaker = Speaker(settings.voice.socket)
        self._announcer = Announcer(
            self._speaker, self.screen.voice, lambda: self.screen.language, lambda: self.screen.words
        )
        self.screen.touched.connect(self._announcer.touched)
        self.screen.looked.connect(self._announcer.looked)
        self._idle.warned.connect(self.screen.warn_idle)
        self._idle.expired.connect(lambda: self.happened(left_alone(self._visit, now())))
        self._use(settings)
        self._offered: tuple[Place, ...] = ()
        self._stalls = StallWatch(lambda: self._visit.step.value, now, stalls_file(settings))
        self._started = False

    @property
    def visit(self) -> Visit:
        """The visit as it stands."""
        return self._visit

    @property
    def stalls(self) -> Stalls:
        """How often the screen stood still since the first one was drawn."""
        return self._stalls.stalls

    @property
    def reading_load_s(self) -> float | None:
        """Seconds the reading process took to load; None while no page could be read without waiting for it."""
        return self._outfit.reading.load_seconds

    def start(self) -> None:
        """Show the first screen; everything that takes time begins after it was drawn."""
        window = self.screen.window
        window.frameSwapped.connect(self._first_frame, Qt.ConnectionType.SingleShotConnection)
        self.screen.show(self._visit)
        size = self._settings.screen
        if size.fullscreen:
            window.showFullScreen()
        else:
            window.resize(size.width, size.height)
            window.show()

    def stop(self) -> None:
        """End the visit, the workers and the window, in this order."""
        self.happened(Abandoned())
        self._idle.stop()
        self._stalls.stop()
        self._speaker.stop()
        if self._started:
            self._outfit.stop()
        self.screen.close()

    def happened(self, event: Event) -> None:
        """Advance the visit. GUI thread only."""
        before = self._visit
        self._visit, effects = advance(self._visit, event)
        for note in counted(before, self._visit, event):
            self._outfit.crew.hand(note)
        if not isinstance(event, UNASKED):
            self._idle.touched()
        for effect in effects:
            self._outfit.crew.hand(effect)
        self._outfit.lookout.follow(self._visit)
        self.screen.pace(self._pacing.follow(self._visit))
        self.screen.show(self._visit)
        if self._visit.step is Step.IDLE and before.step is not Step.IDLE:
            # the pictures of a visit would stay beside the reading process, twice what a terminal needs
            threading.Thread(target=give_back, args=(0,), name="hall-memory", daemon=True).start()
        self._announcer.follow(self._visit)
        self._adopt()
        self.moved.emit(self._visit)

    def _adopt(self) -> None:
        """Use what the centre set as soon as nobody is at the terminal: nothing changes under a visitor's hands."""
        if self._visit.step is not Step.IDLE:
            return
        if self._force.adopt():
            self._use(self._force.settings)
            log.info("settings of the centre are in force")
        if self._offered is not self._force.places:
            self._offered = self._force.places
            self.screen.set_places(self._offered)

    def _use(self, settings: Settings) -> None:
        self._idle.limit(_limits(settings))
        self.screen.voice.set_usual(on=settings.voice.on, volume=settings.voice.volume)
        self.screen.voice.begin()
        look = settings.screen
        self.screen.set_usual(
            hall_info(settings), large=look.large_type, contrast=look.high_contrast, leaflets=settings.leaflets
        )

    def _leave(self, again: bool) -> None:
        """The attendant ends the program."""
        QGuiApplication.exit(Exit.RESTART if again else Exit.LEFT)

    def _seen(self, glimpse: Glimpse | None) -> None:
        if glimpse is None:
            self.screen.look(None)
        else:
            self.screen.look(glimpse.image, glimpse.lying, glimpse.resting)

    def _answered(self, ticket: int, answer: Answer) -> None:
        if self._outfit.crew.admits(ticket, answer):
            self.happened(answer)
        else:
            log.debug("a late %s was dropped", type(answer).__name__)

    def _first_frame(self) -> None:
        self._started = True
        settle()
        self.screen.warm()
        self._outfit.start()
        threading.Thread(target=self._force.read_places, name="hall-places", daemon=True).start()
        self._idle.start()
        self._speaker.start()
        self._stalls.start()
        self.ready.emit()


def _limits(settings: Settings) -> IdleLimits:
    return IdleLimits(settings.limits.idle_warn_seconds, settings.limits.idle_wipe_seconds)


def hall_info(settings: Settings) -> HallInfo:
    """What the screens say of the hall."""
    return HallInfo(name=settings.hall_name, **settings.hall.model_dump())


def application() -> QGuiApplication:
    """Return the one application of this process, with a font that has all Chinese characters."""
    existing = QGuiApplication.instance()
    app = existing if isinstance(existing, QGuiApplication) else QGuiApplication(sys.argv[:1])
    families = set(QFontDatabase.families())
    app.setFont(QFont(next((name for name in FONTS if name in families), FONTS[0])))
    return app


def main(settings: Settings, *, locked: bool = False, beat: int | None = None) -> int:
    """Run the terminal until it is told to end; returns the exit code (`kiosk.exits.Exit`).

    `locked`: a visitor cannot leave it. `beat`: pipe on which a supervisor hears that the screen is alive.
    """
    pictures_apart()
    app = application()
    kiosk = Kiosk(settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        # not `quit`, which asks the window first, and a locked one refuses
        signal.signal(number, lambda *_: app.exit(Exit.DONE))
    if locked:
        lockdown = Lockdown(kiosk.screen.window)
        app.aboutToQuit.connect(lockdown.release)
    if beat is not None:
        heart = Heartbeat(beat, lambda: app.exit(Exit.DONE))
        kiosk.ready.connect(heart.start)
    kiosk.start()
    code = app.exec()
    kiosk.stop()
    return code
