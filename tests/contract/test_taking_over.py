"""Matters of another office come in by its file, in the national layout: tried first, row by row, all or none."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from server.cases.coming import Level
from server.cli.exchanging import exchange
from server.core.sheet import SheetInvalid
from server.exchange import taken_over
from server.exchange.national import COLUMNS
from tests.contract.hall import LI, WANG, Hall, Staff, open_hall, registered, registration

SPAN = "begin=2020-01-01T00:00:00Z&end=2030-01-01T00:00:00Z"
ROW = {
    "xfjbh": "130400260301F00001",
    "djsj": "2026/03/01 09:30:00",
    "xfxs": "003",
    "xm": LI.name,
    "zjhm": LI.id_number,
    "sjh": LI.phone,
    "gkxx": "工地拖欠农民工工资八个月",
}


def send(staff: Staff, content: bytes, query: str = "") -> dict[str, Any]:
    headers = {"X-Hall-CSRF": staff.csrf}
    answer = staff.http.post(f"/api/v1/exchange/petitions{query}", content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def as_json(*rows: dict[str, Any]) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_one_hall_hands_on_another_takes_over_once(tmp_path: Path, form: str) -> None:
    with open_hall(tmp_path / "there") as there:
        kiosk = there.kiosk()
        given = [registered(kiosk, "row-0000-0001", registration(text="=1+1 工资拖欠八个月，请求劳动监察部门追讨。"))]
        given.append(registered(kiosk, "row-0000-0002", registration(petitioner=WANG)))
        content = there.sign_in("xinfang.duty").get(f"/exchange/petitions.{form}?{SPAN}").content
    with open_hall(tmp_path / "here") as here:
        office = here.sign_in("xinfang.duty")
        tried = send(office, content, "?dry_run=true")
        assert (tried["stored"], tried["faults"]) == (False, [])
        assert sorted(one["reference"] for one in tried["added"]) == sorted(one.number for one in given)
        assert office.inbox() == []
        taken = send(office, content, "?level=city")
        assert taken["stored"]
        again = send(office, content, "?level=city")
        assert (again["added"], again["unchanged"]) == ([], 2)
        numbers = {one["reference"]: one["number"] for one in taken["added"]}
        back = office.get(f"/exchange/petitions.json?{SPAN}").json()
        for record in back:
            assert numbers[record["xfjbhYuan"]] == record["xfjbh"]
        assert {record["zjhm"] for record in back} == {LI.id_number, WANG.id_number}
        assert sorted(record["gkxx"][:4] for record in back)[0] == "=1+1"


def test_every_fault_is_named_with_its_row_and_column_and_nothing_is_stored(hall: Hall) -> None:
    office = hall.sign_in("xinfang.duty")
    rows = [
        ROW,
        {**ROW, "xfjbh": "2", "djsj": "昨天", "xb": "男"},
        {**ROW, "xfjbh": "3", "zjlx": "身份证"},
        {**ROW, "xfjbh": "4", "xm": "柳**"},
        {**ROW, "xfjbh": "5", "gkxx": ""},
        {**ROW, "xfjbh": "6", "djsj": "2036/01/01 00:00:00"},
        {**ROW, "gkxx": "与第一行同号而内容不同"},
    ]
    for content in (as_json(*rows), _csv(rows)):
        found = send(office, content)
        first = 1 if content.startswith(b"[") else 2
        assert (found["stored"], found["added"]) == (False, [])
        told = {(fault["line"] - first, fault["message"].split(":")[0]) for fault in found["faults"]}
        assert told >= {(1, "djsj"), (1, "xb"), (2, "zjlx"), (3, "xm"), (4, "gkxx"), (5, "djsj")}
        assert 6 in {place for place, _ in told} and 0 not in {place for place, _ in told}
    assert office.inbox() == []


@pytest.mark.parametrize(
    "content",
    [b"", b"[", b"{}", b"[1]", b'[{"xm": []}]', b'[{"passwort": "x"}]', b"xm,gkxx\n1,2\n", b"\xff\xfe", b"[" * 100_000],
)
def test_a_file_that_is_none_is_refused_as_a_whole(hall: Hall, content: bytes) -> None:
    found = send(hall.sign_in("xinfang.duty"), content)
    assert (found["stored"], found["added"]) == (False, [])
    assert len(found["faults"]) == 1


def test_only_the_desk_of_a_petition_office_takes_over(hall: Hall) -> None:
    duty = hall.sign_in("renshe.duty")
    headers = {"X-Hall-CSRF": duty.csrf}
    answer = duty.http.post("/api/v1/exchange/petitions", content=as_json(ROW), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    office = hall.sign_in("xinfang.duty")
    assert office.http.post("/api/v1/exchange/petitions", content=as_json(ROW)).status_code == 403


def test_the_command_says_the_same(hall: Hall, tmp_path: Path) -> None:
    file = tmp_path / "matters.json"
    file.write_bytes(as_json(ROW, {**ROW, "xfjbh": "2", "xfxs": "009"}))
    options = ["--account", "xinfang.duty", "--data", str(hall.centre.settings.data), "--json"]
    done = CliRunner().invoke(exchange, ["take-over", str(file), *options])
    assert done.exit_code == 1
    assert "xfxs" in json.loads(done.stdout.splitlines()[-1])["faults"][0]["message"]
    file.write_bytes(as_json(ROW))
    for dry in (["--dry-run"], []):
        done = CliRunner().invoke(exchange, ["take-over", str(file), *options, *dry])
        assert done.exit_code == 0, done.output
    (added,) = json.loads(done.stdout.splitlines()[-1])["added"]
    assert added["reference"] == ROW["xfjbh"] and added["number"]


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30), max_size=8))
def test_whatever_a_cell_says_is_a_request_or_a_named_fault(cells: dict[str, str]) -> None:
    try:
        made = taken_over.request({**ROW, **cells}, Level.CITY)
    except ValueError as wrong:
        assert not isinstance(wrong, SheetInvalid)
        assert all(column and text for column, text in getattr(wrong, "problems", []))
        assert getattr(wrong, "problems", [])
    else:
        assert made.reference == {**ROW, **cells}["xfjbh"]


def _csv(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, sorted({name for row in rows for name in row}))
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode("gb18030")
