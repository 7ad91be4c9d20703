"""Visits to look at behind the other doors, with invented matters, devices and registrations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.flow.clockline import ClockLine
from kiosk.flow.doors.state import (
    Asking,
    Attending,
    Choosing,
    DeviceLine,
    Guiding,
    Matter,
    Parked,
    Place,
    Queueing,
    Report,
    Said,
    Stop,
    Trial,
    UnsentLine,
)
from kiosk.flow.handover import Handing, Handover
from kiosk.flow.pace import Spent
from kiosk.flow.visit import Mishap, PrintState, Receipt, Step, Visit
from kiosk.ui.topics import blanks, groups


def _clocks(at: datetime) -> tuple[ClockLine, ...]:
    return (
        ClockLine(
            "请求复查",
            "30日",
            at + timedelta(days=12),
            statutory=True,
            legal_basis="《信访工作条例》第三十五条",
            name_en="Ask for review",
            legal_basis_en="Regulations on Petitioning, Art. 35",
        ),
        ClockLine(
            "办结",
            "60日",
            at - timedelta(days=4),
            statutory=True,
            met=True,
            legal_basis="《信访工作条例》第三十四条",
            name_en="Decided",
            legal_basis_en="Regulations on Petitioning, Art. 34",
        ),
        ClockLine(
            "接收确认",
            "5分钟",
            at - timedelta(days=60),
            statutory=False,
            met=True,
            name_en="Receipt confirmed",
            late=True,
        ),
        ClockLine(
            "到场见面",
            "30分钟",
            at - timedelta(days=59),
            statutory=False,
            name_en="Met in person",
            late=True,
        ),
    )


def matter(at: datetime) -> Matter:
    """One that was answered, so that everything is open to it."""
    began = at - timedelta(days=56)
    return Matter(
        number="13040626010500075K",
        state="delivered",
        state_text="结果已送达",
        unit_name="示例区人力资源和社会保障局",
        registered_at=began,
        clocks=_clocks(at),
        stops=(
            Stop("已登记", "Registered", began),
            Stop("已转送责任单位", "Sent to the responsible unit", began),
            Stop("责任单位已签收", "Acknowledged by the unit", began + timedelta(minutes=3)),
            Stop("已受理", "Accepted", began + timedelta(days=4)),
            Stop("结果已送达", "Result delivered", began + timedelta(days=38)),
        ),
        code="7K3M9QXY2AB",
        ratable=("unit", "office"),
        review_until=at + timedelta(days=12),
    )


def report(at: datetime) -> Report:
    """A terminal on a bad day."""
    return Report(
        at=at,
        devices=(
            DeviceLine("身份证阅读器 · Card reader", "ready", "示例阅读器 SN 0001", ""),
            DeviceLine(
                "高拍仪 · Camera",
                "absent",
                "没有找到摄像设备 · No camera was found",
                "请检查 USB 线和电源 · Check USB cable and power",
            ),
            DeviceLine(
                "凭条打印机 · Slip printer", "faulty", "打印纸用完了 · Out of paper", "请装上新纸 · Load a new roll"
            ),
            DeviceLine("A4 打印队列 · A4 queue", "unknown", "", ""),
        ),
        unsent=(
            UnsentLine("13040626030200124F", at - timedelta(minutes=40), "waiting", 6, at + timedelta(minutes=4)),
            UnsentLine("", at - timedelta(hours=3), "refused", 1, at - timedelta(hours=3)),
        ),
        mishaps=((Mishap.CARD_REMOVED.value, 4), (Mishap.PAPER_OUT.value, 1), ("staff_unreachable", 1)),
        slips=187,
        roll_since=at - timedelta(days=6),
        versions=(("Python", "3.11.2"), ("petition-hall", "0.1.0"), ("PySide6-Essentials", "6.12.0")),
    )


SPENT = (Spent(Step.NOTICE, 6), Spent(Step.CARD, 9), Spent(Step.EARLIER, 4), Spent(Step.PAGES, 62))


def doors(at: datetime, filled: Visit, receipt: Receipt) -> Iterator[tuple[str, Visit]]:
    """Name and state of every page behind a door. `filled` is a visit in the middle, `receipt` one of its end."""
    known = matter(at)
    ask = Visit(step=Step.ASK, visit_id="example", door=Asking())
    yield "ask", ask
    yield "ask-card", replace(ask, door=Asking(Place.CARD), busy=frozenset({"card"}))
    yield "ask-card-nothing", replace(ask, door=Asking(Place.CARD, Said.NO_MATTER))
    yield "ask-code", replace(ask, door=Asking(Place.CODE))
    yield "ask-code-wrong", replace(ask, door=Asking(Place.CODE, Said.WRONG))
    yield "ask-code-offline", replace(ask, door=Asking(Place.CODE, Said.OFFLINE))
    yield "ask-scan", replace(ask, door=Asking(Place.SCAN), busy=frozenset({"scan"}))
    yield "ask-scan-live-moving", replace(ask, door=Asking(Place.SCAN), busy=frozenset({"scan"}))
    yield "ask-scan-nothing", replace(ask, door=Asking(Place.SCAN, Said.NO_CODE))
    by_card = replace(known, code="", stops=())
    other = replace(by_card, number="13040625101200318A", state="accepted", state_text="已受理，正在办理", clocks=())
    yield "ask-list", replace(ask, door=Asking(Place.LIST, Said.NOTHING, (by_card, other)))
    yield "ask-matter", replace(ask, door=Asking(Place.MATTER, Said.NOTHING, (known,)))
    yield (
        "ask-matter-printed",
        replace(ask, door=Asking(Place.MATTER, Said.NOTHING, (other,)), print_state=PrintState.PRINTED),
    )
    yield "ask-rate", replace(ask, door=Asking(Place.RATE, Said.NOTHING, (known,)))
    yield "ask-rate-taken", replace(ask, door=Asking(Place.RATE, Said.RATED, (known,)))
    yield "ask-review", replace(ask, door=Asking(Place.REVIEW, Said.NOTHING, (known,)))
    yield "ask-review-taken", replace(ask, door=Asking(Place.REVIEW, Said.REVIEW_TAKEN, (known,)))
    group = groups()[0]
    guide = Visit(step=Step.GUIDE, visit_id="example", door=Guiding())
    yield "guide", guide
    yield "guide-topics", replace(guide, door=Guiding(group.key))
    yield "guide-topic", replace(guide, door=Guiding(group.key, group.topics[0]))
    yield (
        "guide-topic-unknown",
        replace(guide, door=Guiding(group.key, group.topics[0]), print_state=PrintState.UNKNOWN),
    )
    papers = Visit(step=Step.PAPERS, visit_id="example", door=Choosing())
    yield "papers", papers
    yield "papers-failed", replace(papers, door=Choosing(blanks()[0]), print_state=PrintState.FAILED)
    room = Visit(step=Step.ATTENDANT, visit_id="example")
    yield "attendant-pin", replace(room, door=Attending(Visit()))
    yield "attendant-wrong", replace(room, door=Attending(Visit(), wait=0))
    yield "attendant-wait", replace(room, door=Attending(Visit(), wait=60))
    yield "attendant-closed", replace(room, door=Attending(Visit(), closed=True))
    admitted = Attending(filled, admitted=True, report=report(at), tried=Trial.PHOTO, worked=True, found="4160 × 3120")
    yield "attendant", replace(room, door=admitted)
    yield "attendant-quiet", replace(room, door=replace(admitted, report=Report(at), tried=Trial.PRINT, worked=False))
    waiting = tuple(
        Parked(replace(filled, step=step), at - timedelta(minutes=minutes), ticket)
        for ticket, (step, minutes) in enumerate(((Step.FORM, 22), (Step.PAGES, 8)), 1)
    )
    desk = Visit(desk=True, parked=waiting)
    yield "window-idle", desk
    yield "window-waiting", replace(desk, step=Step.WAITING, visit_id="example", door=Queueing())
    yield "window-form", replace(filled, step=Step.FORM, desk=True, parked=waiting)
    taken = Handover(Handing.TAKEN, "h-1", "2号窗口")
    yield "handed-over", replace(filled, step=Step.FORM, handover=taken)
    done = Handover(Handing.DONE, window="2号窗口")
    yield "receipt-at-window", Visit(Step.RECEIPT, "example", receipt=receipt, copies=1, handover=done)
