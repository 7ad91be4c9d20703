"""Twelve kinds of matters in the words of people: sentences with blanks, and what is true once they are filled."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

FIRMS = ("恒泰", "宏远", "鑫达", "金石", "盛源", "华瑞", "长青", "永兴", "天成", "富民")
VILLAGES = ("东坡", "南台", "北岗", "上河", "柳条", "石桥", "槐树", "新庄", "后寨", "前沟")


@dataclass(frozen=True, slots=True)
class Matter:
    """One story. Everything in it stands in `story` or `asks` in these words."""

    title: str
    accused: tuple[str, ...]
    asks: tuple[str, ...]
    story: tuple[str, ...]
    #: yuan
    sums: tuple[Decimal, ...] = ()
    #: as "3.2 亩" or "68.6 m²"
    areas: tuple[str, ...] = ()
    accusation: bool = False
    urgency: bool = False


def write(rng: random.Random, place: str, begun: str) -> Matter:
    """Fill one of the twelve. `place`: township and village as written; `begun`: the date as written."""
    maker = rng.choice(_ALL)
    return maker(rng, place, begun)


def _firm(rng: random.Random, trade: str) -> str:
    return f"{rng.choice(('邯郸市', '河北', ''))}{rng.choice(FIRMS)}{trade}"


def _wages(rng: random.Random, place: str, begun: str) -> Matter:
    firm = _firm(rng, rng.choice(("建筑工程有限公司", "劳务有限公司")))
    people, monthly = rng.randint(3, 30), rng.choice((3500, 4200, 5000, 6800))
    owed = people * monthly
    return Matter(
        f"关于{firm}拖欠工资的情况反映",
        (firm,),
        (f"责令{firm}支付拖欠的工资{owed}元", "依法追究该公司的责任"),
        (
            f"{begun}起，我在{place}的工地给{firm}干活，讲好每人每月{monthly}元。",
            f"完工以后老板总说没有回款，{people}名工人的工资{owed}元一直不给。",
            "我们找了很多次，电话不接，人也见不着。",
        ),
        (Decimal(monthly), Decimal(owed)),
    )


def _land(rng: random.Random, place: str, begun: str) -> Matter:
    firm = _firm(rng, "陶瓷有限公司")
    area, worth = Decimal(rng.randint(11, 99)) / 10, Decimal(rng.randint(12, 88)) / 10
    return Matter(
        "关于占用承包地不给补偿的信访材料",
        (firm,),
        (f"按标准补发补偿款{worth}万元", "公开征地补偿账目"),
        (
            f"{begun}，{firm}在{place}占用我家承包地{area}亩。",
            f"当时说补偿款{worth}万元，可是到现在一分钱也没有领到。",
        ),
        (worth * 10_000,),
        (f"{area.normalize():f} 亩",),
    )


def _heating(rng: random.Random, place: str, begun: str) -> Matter:
    firm = _firm(rng, "热力有限公司")
    fee, area = rng.choice((1820, 2150, 2406)), Decimal(rng.randint(601, 1299)) / 10
    return Matter(
        "关于小区供暖不热问题的反映",
        (firm,),
        ("尽快检修管道，保证室温达到标准", f"退还采暖费{fee}元"),
        (
            f"我住的小区在{place}，供热单位是{firm}，房屋{area}平方米。",
            f"{begun}供暖以后，室内一直不到十五度，采暖费{fee}元早就交了。",
            "家里有八十多岁的老人，夜里冻得睡不着。",
        ),
        (Decimal(fee),),
        (f"{area.normalize():f} m²",),
    )


def _building(rng: random.Random, place: str, begun: str) -> Matter:
    firm = _firm(rng, "建筑工程有限公司")
    return Matter(
        "关于违法建设堵塞道路的情况反映",
        (firm,),
        ("依法拆除违法建筑", "恢复道路通行"),
        (
            f"{begun}，{firm}在{place}未经批准占用村内道路盖房，把出入的路堵死了。",
            "我向村委会反映以后，对方不但没有停工，还连夜加盖了一层。",
        ),
    )


def _corruption(rng: random.Random, place: str, begun: str) -> Matter:
    who = rng.choice(("李某某", "赵某某", "孙某某"))
    amount = rng.randint(3, 60) * 10_000
    return Matter(
        f"关于{who}侵占集体资金的举报信",
        (who,),
        (f"依法查处{who}的违纪行为", "追回集体资金"),
        (
            f"{who}担任{place}党支部书记期间，虚报冒领、侵占集体资金{amount // 10_000}万元。",
            f"{begun}村民要求公开账目，他拒绝，还说谁告也没用。",
        ),
        (Decimal(amount),),
        accusation=True,
    )


def _property(rng: random.Random, place: str, begun: str) -> Matter:
    firm = _firm(rng, "物业服务有限公司")
    fee = rng.choice((480, 960, 1260))
    return Matter(
        f"关于{firm}乱收费的投诉",
        (firm,),
        (f"退还多收的费用{fee}元", "公布收费标准"),
        (
            f"{place}的小区由{firm}管理。{begun}以来电梯坏了没人修。",
            f"今年又多收了{fee}元，问他们要依据，他们说不出来。",
        ),
        (Decimal(fee),),
    )


def _pollution(rng: random.Random, place: str, begun: str) -> Matter:
    firm = _firm(rng, "矿业有限公司")
    return Matter(
        "关于粉尘污染问题的反映",
        (firm,),
        ("责令停止排放粉尘", "赔偿村民的损失"),
        (f"{begun}以来，{firm}在{place}日夜生产，粉尘落满院子，窗户不敢开。", "环保部门来过，走了以后又照样。"),
    )


def _water(rng: random.Random, place: str, begun: str) -> Matter:
    firm = _firm(rng, "供水有限公司")
    return Matter(
        "关于长期停水的情况反映",
        (firm,),
        ("尽快恢复供水",),
        (f"{begun}开始，{place}停水，{firm}说管道老化，让等通知。", "两百多口人靠拉水过日子，老人孩子都受不了。"),
        urgency=True,
    )


def _injury(rng: random.Random, place: str, begun: str) -> Matter:
    firm = _firm(rng, "建材有限公司")
    medical, lost = rng.randint(11, 48) * 1000, rng.randint(3, 9) * 1000
    return Matter(
        "关于工伤赔偿问题的申诉书",
        (firm,),
        (f"支付医药费{medical}元和误工费{lost}元",),
        (
            f"{begun}，我在{place}给{firm}装车时被砸成重伤，花去医药费{medical}元。",
            f"误工费{lost}元公司不认，说我自己不小心。",
        ),
        (Decimal(medical), Decimal(lost)),
        urgency=True,
    )


def _school(rng: random.Random, place: str, begun: str) -> Matter:
    school = f"{rng.choice(('实验', '育才', '光明'))}{rng.choice(('小学', '幼儿园'))}"
    fee = rng.choice((300, 680, 1200))
    return Matter(
        f"关于{school}违规收费的反映",
        (school,),
        (f"退还校服费{fee}元",),
        (f"{begun}，{place}的{school}要求家长交校服费{fee}元，不交就不发课本。",),
        (Decimal(fee),),
    )


def _house(rng: random.Random, place: str, begun: str) -> Matter:
    firm = _firm(rng, "房地产开发有限公司")
    paid, area = rng.randint(18, 66), rng.randint(70, 140)
    return Matter(
        "关于商品房逾期交房的求助信",
        (firm,),
        ("督促开发商尽快交房", "支付违约金"),
        (
            f"{begun}我在{place}买了{firm}的房子{area}平方米，首付{paid}万元。",
            "约定去年年底交房，现在工地早就停工了。",
        ),
        (Decimal(paid) * 10_000,),
        (f"{area} m²",),
    )


def _subsidence(rng: random.Random, place: str, begun: str) -> Matter:
    firm = _firm(rng, "煤矿有限公司")
    houses = rng.randint(3, 40)
    return Matter(
        "关于采煤造成房屋塌陷的情况反映",
        (firm,),
        ("组织鉴定并赔偿房屋损失", "安排危房住户搬迁"),
        (f"{begun}以来，{firm}采煤，{place}{houses}处房屋开裂，院子塌陷。", "下雨天大家都不敢在屋里睡。"),
        urgency=True,
    )


_ALL = (
    _wages,
    _land,
    _heating,
    _building,
    _corruption,
    _property,
    _pollution,
    _water,
    _injury,
    _school,
    _house,
    _subsidence,
)
