"""Master data in and out as files, matters out in the national layout, progress for other programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from server.accounts.tables import Role
from server.contract.v1 import ComplainedOf, FourQuestions
from server.core.sheet import Format, read, write
from server.exchange.national import COLUMNS
from server.exchange.tables import Subject, table, take_in
from server.units import service as units
from tests.contract.hall import LI, MORNING, WAGES, Hall, Staff, registered, registration


def administrator(hall: Hall) -> Staff:
    return hall.person("it.admin", Role.ADMINISTRATOR)


def exported(staff: Staff, subject: str, form: str = "csv") -> bytes:
    answer = staff.get(f"/reference/{subject}.{form}")
    assert answer.status_code == 200, answer.text
    content: bytes = answer.content
    return content


@pytest.mark.parametrize("form", [form.value for form in Format])
@pytest.mark.parametrize("subject", [subject.value for subject in Subject])
def test_what_was_exported_comes_back_and_changes_nothing(hall: Hall, subject: str, form: str) -> None:
    staff = administrator(hall)
    content = exported(staff, subject, form)
    answer = staff.http.post(
        f"/api/v1/reference/{subject}?dry_run=true", content=content, headers={"X-Hall-CSRF": staff.csrf}
    )
    plan = answer.json()
    assert (answer.status_code, plan["faults"], plan["added"], plan["changed"], plan["removed"]) == (
        200,
        [],
        [],
        [],
        [],
    )
    assert plan["unchanged"] > 5


def post(staff: Staff, subject: str, content: bytes, query: str = "") -> dict[str, object]:
    headers = {"X-Hall-CSRF": staff.csrf}
    answer = staff.http.post(f"/api/v1/reference/{subject}{query}", content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    plan: dict[str, object] = answer.json()
    return plan


def test_a_trial_says_what_would_change_and_the_import_changes_it(hall: Hall) -> None:
    staff = administrator(hall)
    rows = [dict(row) for _, row in read(exported(staff, "units"), table(Subject.UNITS).columns)]
    renamed = {**rows[5], "phone": "0310-0000999"}
    new = {**rows[5], "code": "130406-new", "name": "示例新局"}
    content = write(Format.CSV, tuple(rows[0]), [renamed, new])
    for query, stored in (("?dry_run=true", False), ("", True)):
        plan = post(staff, "units", content, query)
        assert (plan["stored"], plan["added"], plan["unchanged"]) == (stored, ["130406-new"], 0)
        assert plan["changed"] == [{"key": rows[5]["code"], "columns": {"phone": [rows[5]["phone"], "0310-0000999"]}}]
        with hall.session() as session:
            assert (units.unit(session, "130406-new") is not None) is stored
    with hall.session() as session:
        found = units.unit(session, rows[5]["code"])
        assert found is not None and found.phone == "0310-0000999"


def test_one_bad_row_keeps_the_whole_file_out_and_every_fault_is_named(hall: Hall) -> None:
    staff = administrator(hall)
    lines = [
        "code,name,kind,region,parent,phone,address,aliases",
        "130406-a,示例甲局,department,130406,130406-gov,,,",
        "130406-b,,department,999999,130406-gov,,,",
        "130406-c,示例丙局,ministry,130406,130406-c,打电话,,",
        "130406-a,示例丁局,department,130406,nobody,,,",
    ]
    plan = post(staff, "units", "\n".join(lines).encode())
    faults = plan["faults"]
    assert isinstance(faults, list)
    assert [fault["line"] for fault in faults] == [3, 3, 4, 4, 4, 5, 5]
    assert plan["stored"] is False
    with hall.session() as session:
        assert units.unit(session, "130406-a") is None


def test_nobody_comes_to_a_dissolved_unit_and_who_was_there_stays_in_the_file(hall: Hall) -> None:
    staff = administrator(hall)
    with hall.work() as work:
        units.dissolve(work.session, "130406-wenlv", "130406-jiaoti", date(2026, 3, 1))
    for subject in ("roster", "units"):
        assert post(staff, subject, exported(staff, subject))["faults"] == []
    roster = "unit,role,account,holder\n130406-wenlv,head,jiaoti.duty,示例\n"
    named = "code,name,kind,region,parent,phone,address,aliases\n130406-x,示例,department,130406,130406-wenlv,,,\n"
    for subject, content in (("roster", roster), ("units", named)):
        faults = post(staff, subject, content.encode())["faults"]
        assert isinstance(faults, list)
        assert [(fault["line"], "dissolved" in fault["message"]) for fault in faults] == [(2, True)]


def test_a_header_alone_does_not_empty_the_catalogue(hall: Hall) -> None:
    staff = administrator(hall)
    before = exported(staff, "catalogue")
    plan = post(staff, "catalogue", before.splitlines()[0])
    assert (plan["stored"], plan["removed"]) == (False, [])
    assert exported(staff, "catalogue") == before


def test_a_roster_replaces_the_posts_of_the_units_it_names_and_of_no_other(hall: Hall) -> None:
    with hall.work() as work:
        stored = table(Subject.ROSTER).stored(work.session)
        unit = next(iter(stored.values()))["unit"]
        mine = [row for row in stored.values() if row["unit"] == unit]
        content = write(Format.XLSX, table(Subject.ROSTER).columns, mine[:1])
        plan = take_in(work, Subject.ROSTER, content, dry_run=False)
        assert len(plan.removed) == len(mine) - 1
        left = table(Subject.ROSTER).stored(work.session)
        assert len(left) == len(stored) - len(plan.removed)


def test_only_the_administrator_exchanges_master_data(hall: Hall) -> None:
    officer = hall.sign_in("xinfang.duty")
    assert officer.get("/reference/units.csv").status_code == 403
    assert officer.post("/reference/units", {}).status_code == 403


SPAN = {"begin": (MORNING - timedelta(days=1)).isoformat(), "end": (MORNING + timedelta(days=1)).isoformat()}


def handed_on(staff: Staff, form: str = "json") -> object:
    return staff.http.get(f"/api/v1/exchange/petitions.{form}", params=SPAN)


def test_the_petition_office_hands_on_what_it_registered_in_the_national_layout(hall: Hall) -> None:
    given = registered(hall.kiosk(), "visit-0001", registration())
    staff = hall.sign_in("xinfang.duty")
    (record,) = handed_on(staff).json()  # type: ignore[attr-defined]
    assert set(record) == set(COLUMNS)
    assert (record["xfjbh"], record["xm"], record["zjhm"], record["xb"]) == (given.number, LI.name, LI.id_number, "1")
    assert (record["gkxx"], record["xfxs"], record["zjlx"]) == (WAGES, "003", "111")
    assert record["djsj"] == "2026/03/02 10:00:00"
    assert len(record["nrfldm"]) == 6
    table_text = handed_on(staff, "csv").content.decode("utf-8-sig")  # type: ignore[attr-defined]
    assert list(csv.DictReader(io.StringIO(table_text))) == [record]


def test_a_text_longer_than_the_layout_says_that_the_whole_is_an_attachment(hall: Hall) -> None:
    staff, kiosk = hall.sign_in("xinfang.duty"), hall.kiosk()
    for number, length in enumerate((4000, 4001)):
        body = registration()
        matter = body.matter.model_copy(update={"text": "工资" * 2000 + "。" * (length - 4000)})
        registered(kiosk, f"visit-000{number}", body.model_copy(update={"matter": matter}))
    records = sorted(handed_on(staff).json(), key=lambda record: record["xfjbh"])  # type: ignore[attr-defined]
    whole, cut = (record["tsnr"] for record in records)
    assert [len(whole), len(cut)] == [4000, 4000]
    assert not whole.endswith("（全文见附件）")
    assert cut.endswith("……（全文见附件）")
    assert [record["adjunct"] for record in records] == ["", "投诉内容全文（4001字）"]


#: of the layout as the design names it, without what is never collected (zzmm, tsry)
LAYOUT = [
    "xm",
    "xb",
    "mz",
    "zjlx",
    "zjhm",
    "zz",
    "zzdm",
    "hkszd",
    "txdz",
    "yzbm",
    "sjh",
    "gddh",
    "dzyj",
    "gzdw",
    "csrq",
    "zy",
    "xfrgjhgatjmsf",
    "xh",
    "zfrbz",
    "xfjbh",
    "repeated_id",
    "xfrq",
    "djsj",
    "xfxs",
    "xfrs",
    "sjrs",
    "djjgmc",
    "djjgdm",
    "djjglb",
    "djbm",
    "djr",
    "gkxx",
    "tsnr",
    "nrzy",
    "sxr",
    "wtsddm",
    "nrfldm",
    "xfmddm",
    "xfyydm",
    "rdwt",
    "xbjzsj",
    "bfyrhdw",
    "bfyrzw",
    "bfyrjb",
    "bfyrzzdm",
    "bfyrzzmc",
    "wtfssj",
    "cxm",
    "cxmzt",
    "adjunct",
    "bjgccbz",
    "qgccbz",
    "cfxfbz",
    "fcbz",
    "fhbz",
    "bjbz",
    "shrdbjbz",
    "nmbz",
    "lmbz",
    "jtxfbz",
    "qtyybz",
    "zdjjbz",
    "yybz",
    "sksflbz",
    "sfssbz",
    "jabz",
    "dbbz",
    "sfyfzjzf",
    "yjbz",
    "gkbz",
    "issecret",
    "mj",
    "sffyysl",
    "sfyjxzfy",
    "sfzcjgysl",
    "sfyyfcfhyjs",
    "blfs",
    "qxjg",
    "blyj",
    "jbr",
    "blsj",
    "blcx",
    "sdfs",
    "qsbz",
    "sdr",
    "send_date",
    "xfryj",
    "dxfbmpj",
    "dzrdwpj",
    "dxfbmpj_status",
    "dzrdwpj_status",
]


def test_a_record_has_every_field_of_the_layout_and_says_what_is_known(hall: Hall) -> None:
    given = registration()
    named = (ComplainedOf(name="某某公司"), ComplainedOf(name="孙示例", kind="person", post="经理"))
    more = {"complained_of": named, "cosigners": 3, "questions": FourQuestions(court=True, arbitration=False)}
    registered(hall.kiosk(), "visit-0001", given.model_copy(update={"matter": given.matter.model_copy(update=more)}))
    (record,) = handed_on(hall.sign_in("xinfang.duty")).json()  # type: ignore[attr-defined]
    assert set(LAYOUT) <= set(record)
    assert (record["bfyrhdw"], record["bfyrzw"]) == ("某某公司；孙示例", "；经理")
    assert (record["lmbz"], record["sffyysl"], record["sfzcjgysl"], record["sfyjxzfy"]) == ("1", "1", "0", "")
    assert (record["djjglb"], record["zdjjbz"], record["dbbz"]) == ("县级", "0", "0")
    assert record["djr"].startswith("k-")
    assert (record["dxfbmpj"], record["dxfbmpj_status"], record["cxm"]) == ("", "1", "")
    assert record["xbjzsj"] > record["djsj"]


def test_accusations_and_matters_about_the_office_itself_are_never_handed_on(hall: Hall) -> None:
    kiosk = hall.kiosk()
    registered(kiosk, "visit-0001", registration(text="我实名举报某局局长贪污受贿、收受红包，请纪委查处。"))
    about = (ComplainedOf(name="峰峰矿区信访局"),)
    registered(kiosk, "visit-0002", registration(text="信访局工作人员态度恶劣，推诿不办。", complained_of=about))
    assert handed_on(hall.sign_in("xinfang.duty")).json() == []  # type: ignore[attr-defined]


def test_another_unit_hands_nothing_on(hall: Hall) -> None:
    registered(hall.kiosk(), "visit-0001", registration())
    answer = handed_on(hall.sign_in("quwei.duty"))
    assert answer.status_code == 403  # type: ignore[attr-defined]


def test_more_matters_than_are_read_at_once_come_each_once_and_in_order(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.cases.whole._BATCH", 2)
    kiosk = hall.kiosk()
    numbers = [registered(kiosk, f"visit-000{n}", registration()).number for n in range(5)]
    records = handed_on(hall.sign_in("xinfang.duty")).json()  # type: ignore[attr-defined]
    assert sorted(record["xfjbh"] for record in records) == sorted(numbers)


def test_another_program_reads_progress_with_number_and_code(hall: Hall) -> None:
    given = registered(hall.kiosk(), "visit-0001", registration())
    path = f"/open311/v2/requests/{given.number}"
    answer = hall.http.get(f"{path}.json", params={"code": given.query_code})
    (found,) = answer.json()
    assert (found["service_request_id"], found["status"]) == (given.number, "open")
    assert found["requested_datetime"].startswith("2026-03-02T")
    assert LI.name not in answer.text and WAGES not in answer.text
    xml = ElementTree.fromstring(hall.http.get(f"{path}.xml", params={"code": given.query_code}).content)
    assert xml.findtext("request/service_request_id") == given.number


def test_a_wrong_code_and_an_unknown_number_answer_alike(hall: Hall) -> None:
    given = registered(hall.kiosk(), "visit-0001", registration())
    wrong = hall.http.get(f"/open311/v2/requests/{given.number}.json", params={"code": "2222-2222-222"})
    unknown = hall.http.get("/open311/v2/requests/130406260302F99990.json", params={"code": "2222-2222-222"})
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert wrong.status_code == 404


@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_is_offered_is_said(hall: Hall, form: str) -> None:
    for page in ("discovery", "services"):
        answer = hall.http.get(f"/open311/v2/{page}.{form}")
        assert answer.status_code == 200
        if form == "json":
            assert json.loads(answer.content)
        else:
            assert len(ElementTree.fromstring(answer.content)) > 0


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1899-12-31T23:59:59Z"])
def test_a_moment_that_no_matter_can_have_is_refused(hall: Hall, moment: str) -> None:
    staff = hall.sign_in("xinfang.duty")
    answer = staff.http.get("/api/v1/exchange/petitions.json", params={**SPAN, "begin": moment})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert staff.post("/envelopes", {"received_at": moment}).status_code == 422
