"""The steps of a matter as forms of a browser without scripts."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from server.cases.choices import Choice
from server.contract.v1 import RegisterResponse
from server.web.acts import ACTS
from server.web.acts.english import LAW_EN
from tests.unit.server.web.test_pages import Hall, hall

__all__ = ["hall"]


@pytest.fixture
def matter(hall: Hall) -> RegisterResponse:
    """A matter of a Monday in March: every limit ends in a year whose holidays are known."""
    hall.clock.ahead = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) - datetime.now(UTC)
    return hall.kiosk.register(pages=2)


def test_every_choice_has_a_form() -> None:
    assert set(ACTS) == set(Choice) == set(LAW_EN)


def _take(hall: Hall, where: str, form: str, **said: str) -> tuple[int, str]:
    """Send a form with the hidden fields of the page as it is now; return the status and the page that follows."""
    page = hall.client.get(where).text
    version = re.search(r'name="version" value="(\d+)"', page)
    body = {"csrf": hall.token(where), "version": version[1] if version else "0", **said}
    answer = hall.client.post(f"{where}/{form}", data=body)
    if answer.status_code == 303:
        return 303, hall.client.get(answer.headers["location"]).text
    return answer.status_code, answer.text


def _acknowledged(hall: Hall, matter: RegisterResponse) -> str:
    where = f"/cases/{matter.petition_id}"
    hall.sign_in("labour.duty")
    hall.client.post(f"{where}/acknowledge", data={"csrf": hall.token(where)})
    return where


def test_a_unit_leads_a_matter_from_arrival_to_a_served_opinion(hall: Hall, matter: RegisterResponse) -> None:
    where = _acknowledged(hall, matter)
    assert "到场时间已记录" in _take(hall, where, "steps/arrive")[1]
    assert "接谈小结已记录" in _take(hall, where, "steps/conclude", summary="当面核对了工资表")[1]
    assert "受理告知书待打印" in _take(hall, where, "steps/accept", kind="claim", procedure="petition")[1]
    noted = _take(hall, where, "steps/note", text="已约谈<b>用人</b>单位")[1]
    assert "已约谈&lt;b&gt;用人&lt;/b&gt;单位" in noted
    opinion = {
        "outcome": "supported",
        "facts": "拖欠工资属实，金额已核对",
        "opinion": "责令七日内支付拖欠工资",
        "basis": "劳动法第五十条",
        "sure": "1",
    }
    status, page = _take(hall, where, "steps/opinion", **opinion)
    assert (status, "处理意见已出具" in page) == (303, True)
    seq = re.findall(r"/papers/(\d+)/served", page)[-1]
    printed = hall.client.post(
        f"{where}/papers/{seq}/print", data={"csrf": hall.token(where), "version": _version(hall, where)}
    )
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert "送达已记录" in _take(hall, where, f"papers/{seq}/served", manner="in_person", signed="1")[1]
    assert hall.client.get(f"{where}/papers/{seq}.pdf").content.startswith(b"%PDF")


def test_the_original_is_printed_once(hall: Hall, matter: RegisterResponse) -> None:
    where = _acknowledged(hall, matter)
    page = _take(hall, where, "steps/accept", kind="claim", procedure="petition")[1]
    seq = re.findall(r"/papers/(\d+)/print", page)[0]
    body = {"csrf": hall.token(where), "version": _version(hall, where)}
    assert hall.client.post(f"{where}/papers/{seq}/print", data=body).status_code == 200
    again = hall.client.post(f"{where}/papers/{seq}/print", data={**body, "version": _version(hall, where)})
    assert again.status_code == 409
    assert "再打印是副本 1" in again.text


def test_every_later_print_is_a_copy_with_the_next_number(hall: Hall, matter: RegisterResponse) -> None:
    where = _acknowledged(hall, matter)
    _take(hall, where, "steps/accept", kind="claim", procedure="petition")
    offered = []
    for _ in range(3):
        page = hall.client.get(where).text
        seq = re.findall(r"/papers/(\d+)/print", page)[0]
        number = re.findall(r'name="copy_number" value="(\d+)"', page)[0]
        body = {"csrf": hall.token(where), "version": _version(hall, where), "copy_number": number}
        assert hall.client.post(f"{where}/papers/{seq}/print", data=body).headers["content-type"] == "application/pdf"
        offered.append(number)
    assert offered == ["0", "1", "2"]


def test_two_officers_at_once_the_second_is_told_and_keeps_what_was_typed(hall: Hall, matter: RegisterResponse) -> None:
    where = _acknowledged(hall, matter)
    before, csrf = _version(hall, where), hall.token(where)
    assert _take(hall, where, "steps/accept", kind="claim", procedure="petition")[0] == 303
    late = {"csrf": csrf, "version": before, "ground": "N3", "facts": "不属于我局职责的事实", "guidance": ""}
    answer = hall.client.post(f"{where}/steps/refuse", data=late)
    assert answer.status_code == 409
    assert "在您查看之后，该事项已有新的决定" in answer.text
    assert "决定受理" in answer.text
    # the form is not open any more, and what was written into it is still there
    assert "不属于我局职责的事实</textarea>" in answer.text
    # nothing was written into this one, and its form is gone
    twice = {"csrf": csrf, "version": before, "kind": "claim", "procedure": "petition"}
    answer = hall.client.post(f"{where}/steps/accept", data=twice)
    assert (answer.status_code, "保留在下面" in answer.text) == (409, False)


def test_who_was_writing_when_a_colleague_sent_the_matter_away_keeps_the_words_and_learns_nothing(
    hall: Hall, matter: RegisterResponse
) -> None:
    where = _acknowledged(hall, matter)
    late = {"csrf": hall.token(where), "version": _version(hall, where), "text": "已约谈<b>用人</b>单位，周五再谈"}
    aside = "回避后由上级重新确定责任单位"
    assert _take(hall, where, "steps/recusal", unit="u-labour", reason=aside, sure="1")[0] == 303
    gone, never = (hall.client.post(f"/cases/{case}/steps/note", data=late) for case in (matter.petition_id, "0" * 32))
    same = [re.sub('data-now="[^"]+"', "", answer.text) for answer in (gone, never)]
    assert (gone.status_code, never.status_code, same[0]) == (404, 404, same[1])
    assert "已约谈&lt;b&gt;用人&lt;/b&gt;单位，周五再谈</textarea>" in gone.text
    assert "没有提交，可以复制" in gone.text
    foreign = hall.client.post(f"{where}/steps/note", data=late, headers={"sec-fetch-site": "cross-site"})
    assert (foreign.status_code, "周五再谈" in foreign.text) == (403, False)
    forged = hall.client.post(f"{where}/steps/note", data=late | {"csrf": "of a session that has ended"})
    assert (forged.status_code, "周五再谈" in forged.text) == (403, True)


def test_a_form_that_is_not_complete_comes_back_as_it_was_typed(hall: Hall, matter: RegisterResponse) -> None:
    where = _acknowledged(hall, matter)
    status, page = _take(hall, where, "steps/objection", reason="不归我们管")
    assert status == 422
    assert "至少 20 个字" in page
    assert "不归我们管</textarea>" in page
    status, page = _take(hall, where, "steps/opinion", outcome="supported", facts="事实清楚无误", opinion="")
    assert status == 422
    assert "事实清楚无误</textarea>" in page


@pytest.mark.parametrize("form", ["arrive", "objection", "extend"])
def test_a_forged_form_moves_nothing(hall: Hall, matter: RegisterResponse, form: str) -> None:
    where = _acknowledged(hall, matter)
    assert hall.client.post(f"{where}/steps/{form}", data={"csrf": "forged", "version": "9"}).status_code == 403


def test_another_unit_finds_no_form_and_no_paper(hall: Hall, matter: RegisterResponse) -> None:
    where = _acknowledged(hall, matter)
    _take(hall, where, "steps/accept", kind="claim", procedure="petition")
    hall.sign_in("housing.duty")
    csrf = hall.token("/inbox")
    assert (
        hall.client.post(f"{where}/steps/note", data={"csrf": csrf, "version": "9", "text": "试试"}).status_code == 404
    )
    assert hall.client.get(f"{where}/papers/6.pdf").status_code == 404


def test_objection_refused_disputed_and_arbitrated_with_five_principles(hall: Hall, matter: RegisterResponse) -> None:
    where = _acknowledged(hall, matter)
    reason = "该事项涉及住房建设领域的施工合同纠纷，依据三定规定不属于我局职责。"
    _take(hall, where, "steps/objection", reason=reason, belongs_to="u-housing")
    hall.sign_in("petition.duty")
    assert reason in hall.client.get(where).text
    refused = {"uphold": "false", "reason": "工资拖欠属于劳动监察职责"}
    assert "异议已有结论" in _take(hall, where, "steps/objection-decision", **refused)[1]
    hall.sign_in("labour.duty")
    assert "已提请裁定" in _take(hall, where, "steps/dispute", reason="仍认为不属于我局职责", other="u-housing")[1]


def test_a_session_that_ended_leads_back_to_the_file(hall: Hall, matter: RegisterResponse) -> None:
    where = _acknowledged(hall, matter)
    hall.client.cookies.clear()
    answer = hall.client.post(f"{where}/steps/note", data={})
    assert answer.headers["location"] == f"/login?to={where}"
    signed_out = hall.client.post(f"{where}/steps/note", data={"text": "写了一半"})
    assert (signed_out.status_code, "写了一半</textarea>" in signed_out.text) == (401, True)
    assert f'name="to" value="{where}"' in signed_out.text


def _version(hall: Hall, where: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', hall.client.get(where).text)
    assert found is not None
    return found[1]


def test_the_desk_confirms_a_proposal_in_two_taps_and_counts_equal_lists(hall: Hall) -> None:
    hall.clock.ahead = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) - datetime.now(UTC)
    unsure = hall.kiosk.register(summary="去年反映的那件事一直没有人管，希望有人给一个说法。")
    hall.sign_in("petition.duty")
    page = hall.client.get("/desk").text
    assert unsure.number in page
    assert page.count("<article") == int(re.findall(r"<b>(\d+)</b><span>待甄别", page)[0])
    chosen = {"unit": "u-labour", "category": "", "reason": "经核实由人社部门办理"}
    assert "已转送" in _take(hall, f"/cases/{unsure.petition_id}", "steps/dispatch", **chosen)[1]
    assert unsure.number not in hall.client.get("/desk").text
    status, again = _take(hall, f"/cases/{unsure.petition_id}", "steps/dispatch", **chosen)
    assert (status, "该事项已转送" in again) == (409, True)
    hall.sign_in("labour.duty")
    assert unsure.number not in hall.client.get("/desk").text
