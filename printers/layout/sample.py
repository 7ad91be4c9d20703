"""Papers of invented people, for previews, test prints and the manual."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from printers.layout.notices import Acceptance
from printers.layout.registration import Material, Person, Registration
from printers.layout.slip import BEIJING, Slip, SlipClock

REGISTERED_AT = datetime(2026, 6, 1, 9, 5, tzinfo=BEIJING)


def sample_slip() -> Slip:
    """Return a full slip: both kinds of limits, unit, code and next steps."""
    return Slip(
        title="来访登记回执",
        number="130406260601F00016",
        query_code="7KQ2M9XWTB4",
        registered_at=REGISTERED_AT,
        holder_name="张*",
        hall_name="峰峰矿区信访接待大厅",
        hall_phone="0310-0000000",
        supervision_phone="12345",
        progress_url="https://xf.example.cn/p",
        category="劳动和社会保障 / 劳动报酬",
        unit_name="区人力资源和社会保障局",
        unit_phone="0310-0000001",
        reason="您反映的是拖欠工资，由用工所在地的人社部门负责。",
        clocks=(
            SlipClock("接收确认", "5分钟", REGISTERED_AT + timedelta(minutes=5), False),
            SlipClock("到场联系", "30分钟", REGISTERED_AT + timedelta(minutes=30), False),
            SlipClock("现场处置", "1小时", REGISTERED_AT + timedelta(hours=1), False),
            SlipClock("办理结果", "30日", _end_of_day(30), False),
            SlipClock(
                "书面告知",
                "15日",
                _end_of_day(15),
                True,
                "《信访工作条例》第二十三条",
            ),
            SlipClock(
                "办结",
                "受理后60日",
                _end_of_day(60),
                True,
                "《信访工作条例》第三十四条",
            ),
        ),
        next_steps=(
            "收好本回执。手机扫码，或凭编号和查询码到大厅查询进度。",
            "保持电话畅通，承接单位会主动联系您。",
            "对处理意见不服的，可在收到之日起30日内申请复查。",
        ),
        pages=3,
    )


def sample_registration() -> Registration:
    """Return a filled registration form; the name holds a letter that most fonts lack."""
    return Registration(
        number="130406260601F00016",
        registered_at=REGISTERED_AT,
        hall_name="峰峰矿区信访接待大厅",
        visitor=Person(
            "张㙍",
            "男",
            date(1900, 1, 1),
            "汉",
            "130406190001010016",
            "13000000000",
            "河北省邯郸市峰峰矿区临水镇示例村1号",
            "河北省邯郸市峰峰矿区临水镇",
            "工人",
            "示例劳务有限公司",
        ),
        companions=(Person("李示", identity="130406190001010024", phone="13000000001"),),
        window="3号",
        visitors=2,
        concerned=12,
        against="示例劳务有限公司",
        happened="2025年3月至2026年1月",
        place="峰峰矿区临水镇",
        category="劳动和社会保障 / 劳动报酬",
        purpose="求决",
        demand="请求责令示例劳务有限公司支付拖欠的工资48000元。",
        facts="2025年3月起，我们12名工人在示例工地务工，约定每月结算工资。2025年9月起公司停发工资，多次催要无果。",
        materials=(Material("信访材料", 3), Material("工资欠条", 2, original=True)),
    )


def sample_acceptance() -> Acceptance:
    """Return a notice of acceptance for the sample registration."""
    return Acceptance(
        number="峰人社信访告〔2026〕1号",
        petitioner="张㙍",
        received_on=date(2026, 6, 2),
        source="来访（峰峰矿区信访局6月1日转送）",
        matter="示例劳务有限公司拖欠工资",
        registration="130406260601F00016",
        unit="峰峰矿区人力资源和社会保障局",
        contact="王示",
        phone="0310-0000001",
        decided_on=date(2026, 6, 8),
    )


def _end_of_day(days: int) -> datetime:
    return (REGISTERED_AT + timedelta(days=days)).replace(hour=23, minute=59, second=59)
