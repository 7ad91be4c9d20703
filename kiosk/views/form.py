"""What the machine understood, beside the place where it stood; a person keeps, changes or removes each value."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.flow.events import (
    ChoiceMade,
    Continued,
    FieldChanged,
    FieldConfirmed,
    FieldRemoved,
    NoneOfThem,
    QuestionAnswered,
)
from kiosk.flow.form import complete, open_questions, unsettled
from kiosk.flow.places import TOWN_DIGITS, Place, towns, villages, written
from kiosk.flow.visit import FormField, Question
from kiosk.reading.result import FieldKind, Source
from kiosk.views.identity import masked_name, masked_number
from kiosk.views.model import ViewModel
from kiosk.views.rows import Row, Rows

ROLES = ("fieldId", "group", "first", "kind", "value", "status", "source", "remark")

#: the order in which a person tells a matter; what is doubtful comes before all of it
GROUPS: dict[str, tuple[FieldKind, ...]] = {
    "who": (FieldKind.NAME, FieldKind.ID_NUMBER, FieldKind.PHONE, FieldKind.ADDRESS, FieldKind.COSIGNERS),
    "whom": (FieldKind.ADDRESSEE, FieldKind.COMPLAINED_OF),
    "what": (
        FieldKind.SUMMARY,
        FieldKind.REQUEST,
        FieldKind.PLACE,
        FieldKind.DATE,
        FieldKind.SUM,
        FieldKind.AREA,
        FieldKind.CASE_NUMBER,
    ),
    "noted": (FieldKind.ACCUSATION, FieldKind.LITIGATION, FieldKind.URGENCY),
}
#: noted from the papers with certainty, and nothing a visitor has to decide on: said in one line, opened when wanted; an
#: address that is not the card's is doubtful
FOLDED = frozenset(
    {
        FieldKind.ADDRESS,
        FieldKind.ADDRESSEE,
        FieldKind.DATE,
        FieldKind.AREA,
        FieldKind.CASE_NUMBER,
        *GROUPS["noted"],
    }
)
#: typed on the number pad
DIGITS = frozenset({FieldKind.PHONE, FieldKind.ID_NUMBER, FieldKind.SUM, FieldKind.AREA, FieldKind.COSIGNERS})


def status(field: FormField) -> str:
    """ "empty": nothing yet; "check": a person must look; "kept": a person did; "read": the machine is sure."""
    if not field.value:
        return "empty"
    if field.confirmed:
        return "kept"
    return "check" if field.doubtful else "read"


def of_holder(field: FormField) -> bool:
    """Name and number of the person who came: shown masked above the list, not as a line of it."""
    return field.kind in (FieldKind.NAME, FieldKind.ID_NUMBER) and field.page is None


def folds(field: FormField) -> bool:
    """Whether it is said in one line with others: certain, and of a kind or, for a place, found in the list of regions."""
    known_place = field.kind is FieldKind.PLACE and bool(field.normalised) and not field.confirmed
    return not field.doubtful and (field.kind in FOLDED or known_place)


def ordered(fields: tuple[FormField, ...]) -> list[tuple[str, FormField]]:
    """Group and field in the order of the screen. A field that was doubtful keeps its place once confirmed."""
    doubtful = [("doubtful", f) for f in fields if f.doubtful]
    # without papers nothing is known yet, and what it is about is the one thing that must be said
    written = all(field.page is None for field in fields)
    groups = sorted(GROUPS, key=lambda group: group != "what") if written else list(GROUPS)
    rest = [(g, f) for g in groups for kind in GROUPS[g] for f in fields if f.kind is kind and not f.doubtful]
    return doubtful + rest


def rows(fields: tuple[FormField, ...]) -> list[Row]:
    shown = ordered(tuple(field for field in fields if not of_holder(field)))
    groups = ["", *(group for group, _ in shown)]
    return [
        {
            "fieldId": field.field_id,
            "group": group,
            "first": group != groups[n],
            "kind": field.kind.value,
            "value": field.value,
            "status": status(field),
            "source": field.source.value,
            "remark": field.remark,
        }
        for n, (group, field) in enumerate(shown)
    ]


class FormModel(ViewModel):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = Rows(ROLES, "fieldId", self)
        self._places: tuple[Place, ...] = ()
        #: the visit whose folded lines were opened
        self._opened = ""

    def redraw(self) -> None:
        if self.visit.visit_id != self._opened:
            self._opened = ""
        fields = self.visit.form.fields
        self._rows.replace(rows(fields if self._opened else tuple(f for f in fields if not folds(f))))

    @Property(QObject, constant=True)
    def fields(self) -> QObject:
        return self._rows

    def offer(self, places: tuple[Place, ...]) -> None:
        """What the place of a matter is chosen from; nothing: it is written."""
        self._places = places
        self.changed.emit()

    @Property(list, notify=changed)
    def towns(self) -> list[dict[str, str]]:
        return [{"code": one.code, "name": one.name} for one in towns(self._places)]

    @Slot(str, result="QVariantList")
    def villagesOf(self, town: str) -> list[dict[str, str]]:
        return [{"code": one.code, "name": one.name} for one in villages(self._places, town)]

    @Slot(str, result=str)
    def placeName(self, code: str) -> str:
        return written(self._places, code)

    @Slot(str, result=str)
    def codeOf(self, field_id: str) -> str:
        """Code of the place that was read or chosen, if the list has it; ""."""
        field = self._field(field_id)
        return field.normalised if field is not None and written(self._places, field.normalised) else ""

    @Slot(str, result=str)
    def townOf(self, field_id: str) -> str:
        """The township of it; ""."""
        return self.codeOf(field_id)[:TOWN_DIGITS]

    @Slot(str, str)
    def choosePlace(self, field_id: str, code: str) -> None:
        self.happened.emit(FieldChanged(field_id, written(self._places, code), code))

    @Property(list, notify=changed)
    def folded(self) -> list[str]:
        """Values of the lines that are not shown; empty once they were asked for."""
        return [] if self._opened else [f.value for f in self.visit.form.fields if folds(f) and f.value]

    @Property(int, notify=changed)
    def toCheck(self) -> int:
        """Doubtful lines that still wait for a person."""
        return len(unsettled(self.visit.form))

    @Property(str, notify=changed)
    def attention(self) -> str:
        """The line that the next step waits for: to be checked, or to be written; "" for none."""
        form = self.visit.form
        waiting = {field.field_id for field in unsettled(form)}
        first = next((f.field_id for _, f in ordered(form.fields) if f.field_id in waiting), "")
        if first or complete(form):
            return first
        return next((f.field_id for f in form.fields if f.kind is FieldKind.SUMMARY), "")

    @Property(bool, notify=changed)
    def complete(self) -> bool:
        """The form says what the matter is about."""
        return complete(self.visit.form)

    @Property(list, notify=changed)
    def holderRemarks(self) -> list[str]:
        """Where the papers name somebody else than the card."""
        return [field.remark for field in self.visit.form.fields if of_holder(field) and field.remark]

    @Property(int, notify=changed)
    def reading(self) -> int:
        """Pages still being read."""
        return sum(page.text is None and not page.failed for page in self.visit.pages)

    @Property(str, notify=changed)
    def holderName(self) -> str:
        return masked_name(self.visit.holder.name) if self.visit.holder else ""

    @Property(str, notify=changed)
    def holderNumber(self) -> str:
        return masked_number(self.visit.holder.id_number) if self.visit.holder else ""

    @Property(bool, notify=changed)
    def verified(self) -> bool:
        return bool(self.visit.holder and self.visit.holder.source is Source.CARD)

    @Property(bool, notify=changed)
    def printed(self) -> bool:
        """Name and number were read from the printed face of the card."""
        return bool(self.visit.holder and self.visit.holder.source is Source.PRINT)

    @Property(list, notify=changed)
    def pages(self) -> list[str]:
        """Addresses of the upright page images, in order."""
        return [f"image://visit/upright/{page.page_id}" for page in self.visit.pages]

    @Property(str, notify=changed)
    def firstLocated(self) -> str:
        """The first line of the screen whose place on paper is known; ""."""
        return next((f.field_id for _, f in ordered(self.visit.form.fields) if f.region and not of_holder(f)), "")

    @Slot(str, result=int)
    def pageOf(self, field_id: str) -> int:
        """Index of the page the field stands on; -1 when it stands on none."""
        field = self._field(field_id)
        return -1 if field is None or field.page is None else field.page

    @Slot(str, result="QVariantList")
    def regionOf(self, field_id: str) -> list[float]:
        """Left, top, width, height as fractions of the page; [] when the place is not known."""
        field = self._field(field_id)
        return [] if field is None or field.region is None else list(field.region)

    @Slot(str, result="QVariantMap")
    def lineOf(self, field_id: str) -> dict[str, object]:
        """What the editor needs: kind, value, and whether the number pad fits."""
        field = self._field(field_id)
        if field is None:
            return {"kind": FieldKind.SUMMARY.value, "value": "", "pad": False}
        return {"kind": field.kind.value, "value": field.value, "pad": field.kind in DIGITS}

    def _field(self, field_id: str) -> FormField | None:
        return next((field for field in self.visit.form.fields if field.field_id == field_id), None)

    @Property(list, notify=changed)
    def questions(self) -> list[dict[str, object]]:
        """`answer` is "yes", "no" or ""; `words`, `page`, `sure` (parts of a hundred) what the papers say, or ""."""
        said = {None: "", True: "yes", False: "no"}
        hints = {hint.question: hint for hint in self.visit.form.papers.hints}
        return [
            {
                "question": q.value,
                "answer": said[answer],
                "words": hints[q].words if q in hints else "",
                "page": str(hints[q].page + 1) if q in hints else "",
                "sure": str(round(hints[q].confidence * 100)) if q in hints else "",
            }
            for q, answer in self.visit.form.questions
        ]

    @Property(int, notify=changed)
    def unanswered(self) -> int:
        """Questions that neither the visitor nor the papers say anything of."""
        return len(open_questions(self.visit.form))

    @Property(int, notify=changed)
    def unasked(self) -> int:
        """Questions without any answer, those that the papers only hint at among them."""
        return sum(answer is None for _, answer in self.visit.form.questions)

    @Property(bool, notify=changed)
    def questionsApart(self) -> bool:
        """Each question is asked by itself: the papers say something of one, or one was answered with yes."""
        form = self.visit.form
        return bool(form.papers.hints) or any(answer for _, answer in form.questions)

    @Property(list, notify=changed)
    def notes(self) -> list[dict[str, object]]:
        """What is worth knowing of the papers as a whole: a word and its values."""
        papers = self.visit.form.papers
        notes: list[tuple[str, list[str]]] = []
        if papers.as_attachment:
            notes.append(("form_note_attachment", []))
        notes += [("form_note_repeated", [str(later + 1), str(earlier + 1)]) for later, earlier in papers.repeated]
        if papers.listed:
            notes.append(("form_note_listed", [str(len(papers.listed))]))
        return [{"word": word, "values": values} for word, values in notes]

    @Property(bool, notify=changed)
    def publish(self) -> bool:
        return self.visit.form.publish

    @Property(bool, notify=changed)
    def confidential(self) -> bool:
        return self.visit.form.confidential

    @Slot(str)
    def keep(self, field_id: str) -> None:
        self.happened.emit(FieldConfirmed(field_id))

    @Slot(str, str)
    def change(self, field_id: str, value: str) -> None:
        self.happened.emit(FieldChanged(field_id, value.strip()))

    @Slot(str)
    def remove(self, field_id: str) -> None:
        self.happened.emit(FieldRemoved(field_id))

    @Slot()
    def unfold(self) -> None:
        self._opened = self.visit.visit_id
        self.redraw()
        self.changed.emit()

    @Slot(str, bool)
    def answer(self, question: str, yes: bool) -> None:
        self.happened.emit(QuestionAnswered(Question(question), yes))

    @Slot()
    def answerNone(self) -> None:
        self.happened.emit(NoneOfThem())

    @Slot(bool, bool)
    def decide(self, publish: bool, confidential: bool) -> None:
        self.happened.emit(ChoiceMade(publish, confidential))

    @Slot()
    def proceed(self) -> None:
        self.happened.emit(Continued())
