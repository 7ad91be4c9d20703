"""Every step of a matter has a form, offered where it can be taken, with what it does to the limits."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from server.contract.v1 import RegisterResponse
from tests.unit.server.web.forms import OPINION, acknowledged, offered, serve_last, take
from tests.unit.server.web.test_pages import Hall, hall

__all__ = ["hall"]

VERDICT = {
    "verdict": "upheld",
    "facts": "原意见事实清楚",
    "opinion": "维持原处理意见",
    "basis": "信访工作条例",
    "sure": "1",
}
REASON = "不服处理意见，请求复查。"


@pytest.fixture
def matter(hall: Hall) -> RegisterResponse:
    hall.clock.ahead = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) - datetime.now(UTC)
    return hall.kiosk.register()


def _done(hall: Hall, where: str, step: str, **said: str) -> str:
    status, page = take(hall, where, f"steps/{step}", **said)
    assert status in (200, 303), page
    assert 'class="done"' in page, page
    return page


def test_review_and_re_review_go_up_are_heard_and_served(hall: Hall, matter: RegisterResponse) -> None:
    where = acknowledged(hall, matter)
    assert "review" not in offered(hall, where)
    status, page = take(hall, where, "steps/opinion", **OPINION | {"sure": ""})
    assert (status, "核对后勾选" in page) == (422, True)
    assert OPINION["facts"] in page
    _done(hall, where, "opinion", **OPINION)
    serve_last(hall, where)
    assert "review" not in offered(hall, where), "the window takes requests in, not the unit"
    hall.sign_in("petition.duty")
    page = hall.client.get(where).text
    assert re.search(r"effect-starts.*作出复查意见（30日）", page)
    assert re.search(r"effect-meets.*请求复查", page)
    assert "复查请求已登记" in _done(hall, where, "review", reason=REASON)
    # no organ above the unit has a desk of its own here: the district decides
    hall.sign_in("gov.duty")
    assert {"review-decision"} <= offered(hall, where)
    _done(hall, where, "review-decision", **VERDICT)
    serve_last(hall, where)
    hall.sign_in("petition.duty")
    assert {"recheck", "finalize", "reopen"} <= offered(hall, where)
    _done(hall, where, "recheck", reason=REASON)
    assert "hearing-over" not in offered(hall, where)
    _done(hall, where, "hearing")
    assert re.search(r"effect-resumes.*复核", hall.client.get(where).text)
    assert "hearing" not in offered(hall, where)
    _done(hall, where, "hearing-over")
    _done(hall, where, "recheck-decision", **VERDICT)
    serve_last(hall, where)
    _done(hall, where, "finalize", reason="复核终结，审核办结", agreed="1")
    assert "重新办理" in _done(hall, where, "archive")
    _done(hall, where, "reopen", new_facts="发现新的工资条")


def test_materials_and_mediation_beside_the_way(hall: Hall, matter: RegisterResponse) -> None:
    where = acknowledged(hall, matter)
    _done(hall, where, "materials", materials="劳动合同\n\n 工资条 ")
    status, page = take(hall, where, "steps/materials-missing", materials=" \n", sure="1")
    assert (status, "请填写" in page) == (422, True)
    page = _done(hall, where, "materials-missing", materials="考勤表\n银行流水", sure="1")
    assert "一次性告知书" in page
    assert "materials-missing" not in offered(hall, where)
    served = serve_last(hall, where)
    assert "一次性告知已送达" in served
    both = {"mediator": "演示镇调解委员会", "other_side": "某建筑公司"}
    status, page = take(hall, where, "steps/mediation", **both)
    assert (status, "自愿" in page) == (422, True)
    _done(hall, where, "mediation", **both, willing="1")
    assert "mediation" not in offered(hall, where)
    _done(hall, where, "mediation-result", agreed="1", text="十日内付清", sure="1")
    _done(hall, where, "confirmation", court="演示区人民法院")
    assert "confirmation" not in offered(hall, where)


def test_parts_and_repeats_are_split_and_merged(hall: Hall, matter: RegisterResponse) -> None:
    again = hall.kiosk.register(name="张示例")
    where = acknowledged(hall, matter)
    second = acknowledged(hall, again)
    page = hall.client.get(second).text
    assert f'<option value="{matter.number}">' in page, "other matters of the same person are offered"
    assert take(hall, second, "steps/merge", into=matter.number, reason="同一事项重复登记")[0] == 422
    page = _done(hall, second, "merge", into=matter.number, reason="同一事项重复登记", sure="1")
    assert "并入" in page
    split = {"summary": "另反映食堂卫生问题", "requests": "整改食堂\n公布结果", "reason": "两件事互不相关", "sure": "1"}
    page = _done(hall, where, "split", **split)
    code = re.search(r"查询码 (\S+)。", page)
    assert code is not None
    number = re.search(r"新事项编号 (\w+)", page)
    assert number is not None
    assert code[1] not in hall.client.get(where).text, "the code is shown once"
    told = hall.client.get(f"/progress?n={number[1]}&c={code[1]}").text
    assert "正在确定责任单位" in told


def test_who_is_recused_is_gone_and_the_matter_goes_back(hall: Hall, matter: RegisterResponse) -> None:
    where = acknowledged(hall, matter)
    reason = "与信访人有直接利害关系"
    assert take(hall, where, "steps/recusal", reason=reason, sure="1")[0] == 422
    assert 'value="labour.leader"' in hall.client.get(where).text
    _done(hall, where, "recusal", account="labour.leader", reason=reason, sure="1")
    hall.sign_in("labour.leader")
    assert hall.client.get(where).status_code == 404
    hall.sign_in("labour.duty")
    status, page = take(hall, where, "steps/recusal", unit="u-labour", reason=reason, sure="1")
    assert status == 303
    assert "已回避" in page
    assert matter.number not in page
    assert hall.client.get(where).status_code == 404


def test_a_bad_rating_asks_for_a_call_and_for_putting_right(hall: Hall, matter: RegisterResponse) -> None:
    where = acknowledged(hall, matter)
    assert not {"callback", "rectified"} & offered(hall, where)
    rating = {"number": matter.number, "query_code": matter.query_code, "subject": "hall", "level": 1}
    assert hall.client.post("/api/v1/ratings", json=rating).status_code == 200
    assert {"callback", "rectified"} <= offered(hall, where)
    _done(hall, where, "callback", text="已电话回访并致歉")
    _done(hall, where, "rectified", text="已调整窗口人员")
    assert not {"callback", "rectified"} & offered(hall, where)


def test_a_request_after_the_last_day_is_answered_with_its_paper(hall: Hall, matter: RegisterResponse) -> None:
    where = acknowledged(hall, matter)
    _done(hall, where, "opinion", **OPINION)
    serve_last(hall, where)
    hall.clock.ahead += timedelta(days=40)
    hall.sign_in("petition.duty")
    assert "不予受理告知书" in _done(hall, where, "review", reason=REASON)
