"""The report: what is counted, for whom, and that it is the same as JSON, XLSX and PDF."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook
from sqlmodel import col, select

from server.analysis import counting
from server.analysis.suppressing import HIDDEN
from server.analysis.tables import FigureDay
from server.contract.v1 import ComplainedOf
from tests.contract.hall import LI, WANG, Hall, Staff, registered, registration


def tables(staff: Staff, query: str = "") -> dict[str, dict[str, list[Any]]]:
    answer = staff.get(f"/reports?kind=month&at=2026-03{query}")
    assert answer.status_code == 200, answer.text
    return {table["id"]: {one["label"]: one["values"] for one in table["lines"]} for table in answer.json()["tables"]}


def filled(hall: Hall) -> None:
    kiosk = hall.kiosk()
    for number in range(6):
        registered(kiosk, f"row-0000-{number:04}", registration(petitioner=LI if number else WANG))
    accused = (ComplainedOf(name="区人社局局长受贿", kind="person", post="局长"),)
    text = "实名举报区人社局局长收受贿赂、贪污公款。"
    registered(kiosk, "row-0000-0009", registration(text=text, complained_of=accused))
    counting.refresh(hall.centre)


def test_a_month_is_counted_and_small_numbers_are_hidden(hall: Hall) -> None:
    filled(hall)
    found = tables(hall.sign_in("convenor"))
    assert found["whole"]["登记总数"][:2] == [7, 0]
    assert found["whole"]["初次信访"][0] + found["whole"]["重复信访"][0] == 7
    assert found["route"]["来访"][0] == 7
    assert found["days"]["3月2日"] == [7, 0]
    assert found["days"]["3月9日"][0] == "–"
    assert found["kind"]["检举控告"][0] == HIDDEN
    # an accusation is in no breakdown by what it is about or where it went
    assert found["unit"] == {"峰峰矿区人力资源和社会保障局": found["unit"]["峰峰矿区人力资源和社会保障局"]}
    assert found["unit"]["峰峰矿区人力资源和社会保障局"][0] == 6


def test_a_leader_reads_the_figures_as_if_what_is_kept_from_him_had_never_been_raised(hall: Hall) -> None:
    kiosk, leader = hall.kiosk(), hall.sign_in("renshe.leader")
    accused = (ComplainedOf(name="峰峰矿区人力资源和社会保障局"),)
    for number in range(12):
        at = hall.clock.forward(minutes=1)
        # the second who comes had raised before only what the leader must not know of
        who = WANG if number in (1, 2) else LI
        registered(
            kiosk, f"row-0000-{number:04}", registration(at, petitioner=who, complained_of=accused * (number % 2))
        )
        if number % 2 == 0:
            counting.refresh(hall.centre)
            without = tables(leader)
    # registered, and not counted yet
    assert tables(leader) == without
    hall.clock.forward(hours=30)
    counting.refresh(hall.centre)
    found, whole = tables(leader), tables(hall.sign_in("convenor"))
    assert [found["whole"][one][0] for one in ("登记总数", "初次信访", "重复信访")] == [6, 2, 4]
    assert [whole["whole"][one][0] for one in ("登记总数", "初次信访", "重复信访")] == [12, 2, 10]
    assert [found["days"]["3月2日"][0], whole["days"]["3月2日"][0]] == [6, 12]
    assert set(found["unit"]) == {"峰峰矿区人力资源和社会保障局"} < set(whole["unit"])
    assert sum(found["clock"]["责任单位签收"][:3]) == 6


def test_what_happens_later_moves_the_days_it_belongs_to(hall: Hall) -> None:
    filled(hall)
    duty = hall.sign_in("renshe.duty")
    ids = [item["petition_id"] for item in duty.inbox()]
    for case_id in ids[:5]:
        duty.acknowledge(case_id)
    hall.clock.forward(hours=30)
    counting.refresh(hall.centre)
    convenor = hall.sign_in("convenor")
    assert tables(convenor)["clock"]["责任单位签收"][:3] == [5, 0, 1]
    with hall.session() as session:
        before = session.exec(select(FigureDay).order_by(*map(col, (FigureDay.day, FigureDay.dimension)))).all()
        counted = {(one.day, one.dimension, one.key, one.measure): one.count for one in before}
    assert counting.refresh(hall.centre) >= 1
    assert counting.recount(hall.centre) >= 1
    with hall.session() as session:
        again = session.exec(select(FigureDay)).all()
        assert {(one.day, one.dimension, one.key, one.measure): one.count for one in again} == counted


def test_the_files_say_what_the_page_says_and_units_do_not_read_them(hall: Hall) -> None:
    filled(hall)
    office = hall.sign_in("xinfang.duty")
    book = load_workbook(io.BytesIO(office.get("/reports.xlsx?kind=month&at=2026-03").content))
    [whole] = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == "登记总数"]
    assert list(whole[1:6]) == tables(office)["whole"]["登记总数"]
    assert whole[6] == "Registered"
    assert office.get("/reports.pdf?kind=week&at=2026-W10").content.startswith(b"%PDF")
    page = office.http.get("/reports?kind=week")
    assert "2026年第10周" in page.text
    assert LI.name not in page.text
    assert office.get("/reports?kind=week&at=2026-03").json()["fields"] == ["at"]
    for path in ("/reports", "/reports.xlsx", "/reports.pdf"):
        assert hall.sign_in("renshe.duty").get(path).status_code == 403
