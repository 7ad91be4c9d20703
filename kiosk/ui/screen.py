"""The window of the terminal: every view-model, one signal for every tap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickView

from kiosk.flow.pace import Spent
from kiosk.flow.places import Place
from kiosk.flow.visit import Step, Visit
from kiosk.ui.darkroom import Darkroom
from kiosk.ui.hall import HallInfo
from kiosk.ui.images import LiveImage, PictogramImages, VisitImages
from kiosk.ui.keys import Keys
from kiosk.ui.shell import Shell
from kiosk.ui.spreading import Spreading
from kiosk.ui.topics import blanks, groups
from kiosk.ui.voice import VoiceModel
from kiosk.ui.words import FOLDER, Language, catalogue, languages
from kiosk.views.ask import AskModel
from kiosk.views.attendant import AttendantModel
from kiosk.views.card import CardModel
from kiosk.views.company import CompanyModel
from kiosk.views.earlier import EarlierModel
from kiosk.views.form import FormModel
from kiosk.views.guide import GuideModel
from kiosk.views.idle import IdleModel
from kiosk.views.mishap import MishapModel
from kiosk.views.model import ViewModel
from kiosk.views.notice import NoticeModel
from kiosk.views.pages import PagesModel
from kiosk.views.papers import PapersModel
from kiosk.views.rating import RatingModel
from kiosk.views.receipt import ReceiptModel
from kiosk.views.submit import SubmitModel
from kiosk.views.waiting import WaitingModel
from kiosk.views.writing import WritingModel

#: folder that holds the package `kiosk`, so that QML can `import kiosk.ui`
IMPORTS = Path(__file__).resolve().parents[2]
VIEWS = Path(__file__).resolve().parents[1] / "views"
TOUCHES = frozenset({QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress})


class Screen(QObject):
    """Draws the visit it is shown and tells what the visitor did. Build one after QGuiApplication, show `window`."""

    #: a value of `kiosk.flow.events`
    happened = Signal(object)
    #: any touch or key: the visitor is still there
    touched = Signal()
    #: language, type or contrast changed
    looked = Signal()

    def __init__(
        self,
        hall: HallInfo,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        language: Language = Language.CHINESE,
        on_paper: bool = False,
        words: Path = FOLDER,
    ) -> None:
        """`now` gives zone-aware moments, `new_id` a fresh UUID for each visit.

        `on_paper`: this terminal has a printer for A4. `words`: folder of the languages beside Chinese and English.
        """
        super().__init__()
        self._words_folder = words
        self._shell = Shell(hall, now, language, new_id, words)
        self._shell.lookChanged.connect(self.looked)
        self.voice = VoiceModel()
        self._images = VisitImages()
        self._darkroom = Darkroom(self._images)
        self._live = LiveImage()
        self._looks = 0
        self._pages = PagesModel()
        self._form = FormModel()
        self._ask = AskModel(now)
        self._attendant = AttendantModel()
        self._models: dict[str, ViewModel] = {
            Step.IDLE.value: IdleModel(now, new_id),
            Step.NOTICE.value: NoticeModel(),
            Step.CARD.value: CardModel(),
            Step.EARLIER.value: EarlierModel(),
            Step.COMPANY.value: CompanyModel(),
            Step.PAGES.value: self._pages,
            Step.FORM.value: self._form,
            Step.SUBMIT.value: SubmitModel(now),
            Step.RECEIPT.value: ReceiptModel(),
            Step.RATING.value: RatingModel(),
            Step.ASK.value: self._ask,
            Step.GUIDE.value: GuideModel(groups()),
            Step.PAPERS.value: PapersModel(blanks(), on_paper=on_paper),
            Step.ATTENDANT.value: self._attendant,
            Step.WAITING.value: WaitingModel(),
            "mishap": MishapModel(),
            "writing": WritingModel(),
        }
        for model in self._models.values():
            model.happened.connect(self.happened)
        self._shell.happened.connect(self.happened)
        self._shell.stayed.connect(self.touched)
        #: views that were compiled before they are shown; the engine forgets what nobody holds
        self._compiled: list[QQmlComponent] = []
        self._spreading = Spreading()
        self._window = self._view()
        self._keys = Keys(self._window, self._shell.park, self._shell.queue)

    def _view(self) -> QQuickView:
        view = QQuickView()
        view.setColor(QColor("#F5F1E8"))
        view.setTitle("信访大厅自助终端 · Petition hall terminal")
        view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        engine = view.engine()
        engine.addImportPath(str(IMPORTS))
        engine.setIncubationController(self._spreading)
        engine.addImageProvider("visit", self._images)
        engine.addImageProvider("live", self._live)
        engine.addImageProvider("pictogram", PictogramImages())
        # What QML reads must outlive the bindings that read it: Qt takes them down after the engine's own objects.
        for read in (self._shell, self.voice, self._darkroom, *self._models.values()):
            read.setParent(engine)
        engine.rootContext().setContextProperty("shell", self._shell)
        engine.rootContext().setContextProperty("voice", self.voice)
        engine.rootContext().setContextProperty("darkroom", self._darkroom)
        engine.rootContext().setContextProperty("scribe", self._models["writing"])
        view.setInitialProperties({"models": self._models})
        view.resize(1080, 1920)
        view.setSource(QUrl.fromLocalFile(str(Path(__file__).with_name("Main.qml"))))
        if view.status() is not QQuickView.Status.Ready:
            raise RuntimeError("; ".join(error.toString() for error in view.errors()))
        view.installEventFilter(self)
        return view

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self.touched.emit()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._shell.desk:
            return self._keys.press(event.key()) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    @property
    def window(self) -> QQuickView:
        """The one window, 1080 x 1920 until somebody resizes it; any size and orientation fits."""
        return self._window

    def set_usual(self, hall: HallInfo, *, large: bool, contrast: bool, leaflets: bool = True) -> None:
        """What the hall says of itself, how its visits begin, and whether leaflets and forms are offered."""
        self._shell.set_usual(hall, large=large, contrast=contrast, leaflets=leaflets)

    def warm(self) -> None:
        """Have every view read and compiled beside the first screen, so that no tap waits for it; returns at once."""
        engine = self._window.engine()
        files = sorted(VIEWS.glob("*.qml"))
        mode = QQmlComponent.CompilationMode.Asynchronous
        self._compiled = [QQmlComponent(engine, QUrl.fromLocalFile(str(file)), mode, engine) for file in files]

    @property
    def warmed(self) -> bool:
        """Whether `warm` is through with every view."""
        return bool(self._compiled) and not any(view.isLoading() for view in self._compiled)

    def set_places(self, places: tuple[Place, ...]) -> None:
        """What the place of a matter is chosen from."""
        self._form.offer(places)

    @property
    def language(self) -> Language:
        """The one on the screen now."""
        return Language(str(self._shell.property("language")))

    @property
    def languages(self) -> tuple[Language, ...]:
        return languages(self._words_folder)

    @property
    def words(self) -> dict[str, str]:
        """The sentences of the language on the screen."""
        return catalogue(self.language, self._words_folder)

    @property
    def images(self) -> VisitImages:
        """The pictures held for this visit; empty when the screen is idle."""
        return self._images

    @property
    def live(self) -> LiveImage:
        """What the camera sees; empty but while pages are taken."""
        return self._live

    def look(self, image: QImage | None, lying: str = "", resting: float = 0.0) -> None:
        """Show what the camera sees, None when it shows nothing. `lying` and `resting` as `PagesModel` has them."""
        self._live.show(image)
        self._looks = 0 if image is None else self._looks + 1
        self._pages.look(self._looks, lying, resting)
        self._ask.look(self._looks)

    def pace(self, spent: tuple[Spent, ...]) -> None:
        """Show the attendant how long the present visit took so far."""
        self._attendant.paced(spent)

    def show(self, visit: Visit) -> None:
        """Draw this visit. GUI thread only."""
        self._images.show(visit)
        for model in self._models.values():
            model.show(visit)
        self._shell.show(visit)

    def set_look(self, language: Language, *, large: bool, contrast: bool) -> None:
        """As the tools of the screen do, at once."""
        self._shell.set_look(language, large=large, contrast=contrast)

    def warn_idle(self, seconds: int) -> None:
        """Ask whether the visitor is still there, with the seconds left; 0 takes the question away."""
        self._shell.warn(seconds)

    def close(self) -> None:
        """Take the window down before the application ends."""
        self._darkroom.stop()
        self._window.removeEventFilter(self)
        self._window.close()
        self._window.setSource(QUrl())
