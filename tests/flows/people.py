"""Synthetic visitors and papers, and a visitor who works the flow without a terminal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from kiosk.flow.advance import advance
from kiosk.flow.answers import CardRead, EarlierFound, FieldsProposed, PageCaptured, PageRead, Printed, Registered
from kiosk.flow.doors.events import AttendantAsked, DoorOpened, QueueAsked
from kiosk.flow.effects import Capture, Effect, LookUp, ProposeFields, ReadCard, ReadPage, Register
from kiosk.flow.events import CameAlone, CaptureAsked, Continued, Event, FieldChanged, Started, SubmitAsked
from kiosk.flow.visit import Earlier, Holder, Receipt, Step, Visit
from kiosk.reading.result import FieldKind, Line, PageIssue, PageText, ProposedField, Source

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

LI = Holder(
    name="李样本",
    id_type="111",
    id_number="130406190001010016",
    sex="1",
    ethnic="01",
    birth=date(1900, 1, 1),
    registered_address="河北省邯郸市峰峰矿区样本路1号",
    verified=True,
    source=Source.CARD,
)
WANG = Holder(
    name="王样本",
    id_type="111",
    id_number="130406190001010024",
    sex="2",
    ethnic="01",
    birth=date(1900, 1, 1),
    registered_address="河北省邯郸市峰峰矿区样本路2号",
    verified=True,
    source=Source.CARD,
)
#: as the camera read the printed face of the card
PRINTED = replace(WANG, verified=False, source=Source.PRINT)
EARLIER = Earlier("p-1", "XF-0001", MORNING, "劳动保障", "拖欠工资", "办理中", "人社局")
RECEIPT = Receipt(
    title="来访登记回执",
    number="XF-0002",
    query_code="Q7K2M9",
    registered_at=MORNING,
    holder_name="李样本",
    provisional=False,
    hall_name="样本信访大厅",
    hall_phone="0310-0000000",
    supervision_phone="0310-0000001",
    progress_url="http://127.0.0.1/p",
)


#: how each of the other doors is opened
BEHIND: dict[Step, Event] = {
    Step.ASK: DoorOpened(Step.ASK, "visit-1", MORNING),
    Step.GUIDE: DoorOpened(Step.GUIDE, "visit-1", MORNING),
    Step.PAPERS: DoorOpened(Step.PAPERS, "visit-1", MORNING),
    Step.ATTENDANT: AttendantAsked("visit-1"),
    Step.WAITING: QueueAsked("visit-1", MORNING),
}


def page(name: str, image: bytes | None = None) -> PageCaptured:
    data = image if image is not None else f"image of {name}".encode()
    return PageCaptured(name, data, "image/jpeg", hashlib.sha256(data).hexdigest())


def text(index: int, *lines: str, issues: tuple[PageIssue, ...] = ()) -> PageText:
    box = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.2), (0.1, 0.2))
    read = tuple(Line(line, box, 0.98) for line in lines)
    return PageText(index, read, issues, b"jpeg", 100, 140, 0.1)


def proposal(kind: FieldKind, value: str, *, doubtful: bool = False, page: int = 0, **more: object) -> ProposedField:
    source = Source.HANDWRITING if doubtful else Source.PRINT
    made = ProposedField(kind, value, page, (0.1, 0.1, 0.5, 0.1), 0.5 if doubtful else 0.97, source, "test", doubtful)
    return made if not more else ProposedField(**{**_as_dict(made), **more})  # type: ignore[arg-type]


def _as_dict(made: ProposedField) -> dict[str, object]:
    return {name: getattr(made, name) for name in ProposedField.__slots__}


@dataclass
class Walk:
    """One visit, event by event; keeps every effect asked for."""

    visit: Visit = field(default_factory=Visit)
    effects: list[Effect] = field(default_factory=list)

    def do(self, *events: Event) -> tuple[Effect, ...]:
        """Apply events; return the effects of the last one."""
        last: tuple[Effect, ...] = ()
        for event in events:
            self.visit, last = advance(self.visit, event)
            self.effects += last
        return last

    def asked(self, kind: type[Effect]) -> list[Effect]:
        return [e for e in self.effects if isinstance(e, kind)]

    def to(self, step: Step) -> Walk:
        """Walk the plain way: one page, one proposed summary, nothing goes wrong."""
        way: dict[Step, tuple[Event, ...]] = {
            Step.NOTICE: (Started("visit-1", MORNING),),
            Step.CARD: (Continued(),),
            Step.EARLIER: (CardRead(LI),),
            Step.COMPANY: (EarlierFound(()),),
            Step.PAGES: (CameAlone(),),
            Step.FORM: (
                CaptureAsked(),
                page("one"),
                PageRead("one", text(0, "请求解决拖欠工资")),
                Continued(),
                FieldsProposed((proposal(FieldKind.SUMMARY, "拖欠工资三个月"),)),
            ),
            Step.SUBMIT: (Continued(),),
            Step.RECEIPT: (SubmitAsked(MORNING), Registered(RECEIPT)),
            Step.RATING: (Printed(), Continued()),
        }
        if step in BEHIND:
            self.visit = replace(self.visit, desk=step is Step.WAITING)
            self.do(BEHIND[step])
            way = {}
        for stage, events in way.items():
            if step is Step.IDLE:
                break
            self.do(*events)
            if stage is step:
                break
        assert self.visit.step is step
        return self


__all__ = [
    "BEHIND",
    "EARLIER",
    "LI",
    "MORNING",
    "PRINTED",
    "RECEIPT",
    "WANG",
    "Capture",
    "FieldChanged",
    "LookUp",
    "ProposeFields",
    "ReadCard",
    "ReadPage",
    "Register",
    "Walk",
    "page",
    "proposal",
    "text",
]
