"""The words of a synthetic petition and what is true about it. Every person, firm and number is made up."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

#: weights and check characters of GB 11643
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = "国建志明秀英桂兰玉梅海军春生小红文华振东丽娟德福永强凤霞"
_TOWNS = (
    ("滏阳东路街道", "130406001"),
    ("临水镇", "130406100"),
    ("峰峰镇", "130406101"),
    ("新坡镇", "130406102"),
    ("大社镇", "130406103"),
    ("和村镇", "130406104"),
    ("义井镇", "130406105"),
    ("彭城镇", "130406106"),
    ("界城镇", "130406107"),
    ("大峪镇", "130406108"),
    ("西固义乡", "130406200"),
)
_VILLAGES = ("东坡", "南台", "北岗", "上河", "柳条", "石桥", "槐树", "新庄", "后寨", "前沟")
_FIRMS = ("恒泰", "宏远", "鑫达", "金石", "盛源", "华瑞", "长青", "永兴")
_TRADES = ("建筑工程有限公司", "物业服务有限公司", "热力有限公司", "陶瓷有限公司", "劳务有限公司")


@dataclass(frozen=True, slots=True)
class PersonText:
    """The petitioner as the paper names them."""

    name: str
    id_number: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What a perfect reader would find, in the words of the paper."""

    person: PersonText
    addressee: str
    complained_of: tuple[str, ...]
    #: township as written, with its code of GB/T 2260 + 3 digits
    place: str
    place_code: str
    requests: tuple[str, ...]
    #: yuan
    sums: tuple[Decimal, ...]
    #: ISO dates
    dates: tuple[str, ...]
    case_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PetitionText:
    """Paragraphs of three pages: a headed form, its story, and a letter in the petitioner's own hand."""

    title: str
    #: (text, is a block line without first-line indent)
    pages: tuple[tuple[tuple[str, bool], ...], ...]
    truth: Truth


def identity_number(area: str, birth: str, sequence: int) -> str:
    """Return an ID number of 18 characters with the check character of GB 11643."""
    body = f"{area}{birth}{sequence:03d}"
    return body + _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def invent_person(rng: random.Random) -> PersonText:
    """Make a person who cannot exist: born in 1900 to 1905."""
    town = rng.choice(_TOWNS)[0]
    given = "".join(rng.sample(_GIVEN, rng.choice((1, 2))))
    birth = f"{rng.randint(1900, 1905)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    place = (
        f"{rng.choice(_VILLAGES)}村{rng.randint(1, 299)}号" if "街道" not in town else f"新华路{rng.randint(1, 99)}号"
    )
    return PersonText(
        name=rng.choice(_SURNAMES) + given,
        id_number=identity_number("130406", birth, rng.randint(1, 998)),
        address=f"河北省邯郸市峰峰矿区{town}{place}",
        phone=f"1{rng.choice('3578')}{rng.randint(0, 999_999_999):09d}",
    )


def write_petition(rng: random.Random, person: PersonText | None) -> PetitionText:
    """Choose a matter and write it in one of several shapes."""
    who = person or invent_person(rng)
    town, code = rng.choice(_TOWNS)
    village = f"{rng.choice(_VILLAGES)}村"
    firm = f"邯郸市{rng.choice(_FIRMS)}{rng.choice(_TRADES)}"
    year, month, day = rng.randint(2019, 2025), rng.randint(1, 12), rng.randint(1, 28)
    begun = f"{year}年{month}月{day}日"
    signed_iso = f"2026-0{rng.randint(1, 9)}-{rng.randint(10, 28)}"
    signed = f"{signed_iso[:4]}年{int(signed_iso[5:7])}月{int(signed_iso[8:])}日"
    case = rng.choice(
        (f"（{year + 1}）冀0406民初{rng.randint(10, 999)}号", f"峰信复查〔{year + 1}〕{rng.randint(1, 60)}号")
    )
    people, monthly = rng.randint(3, 30), rng.choice((3500, 4200, 5000, 6800))
    owed = monthly * people
    deposit = Decimal(rng.randint(12, 88)) / 10
    matter = rng.choice(("拖欠工资", "占地补偿", "供暖不热", "违法建设"))
    requests, story = _matter(matter, rng, town, village, firm, begun, people, monthly, owed, deposit)
    village_committee = f"{town}{village}民委员会"
    accused = (firm, village_committee) if matter in ("占地补偿", "违法建设") else (firm,)
    addressee = rng.choice(("峰峰矿区信访局", f"{town}人民政府", "邯郸市信访局"))
    title = f"关于{firm}{matter}问题的{rng.choice(('情况反映', '信访材料', '申诉书', '求助信'))}"
    first = (
        *_header(rng, who),
        (f"被反映单位：{'、'.join(accused)}", True),
        ("请求事项：", True),
        *((f"{number}{text}", True) for number, text in zip(_numbers(rng), requests, strict=False)),
        ("事实与理由：", True),
        (story[0], False),
    )
    second = (
        *((text, False) for text in story[1:]),
        (f"此前曾向有关部门反映，案号为{case}，至今没有结果。", False),
        ("此致", False),
        (addressee, True),
        (f"　　　　　　　　　　　　　　信访人：{who.name}", True),
        (f"　　　　　　　　　　　　　　{signed}", True),
    )
    third = (
        (f"尊敬的{addressee}领导：", True),
        (f"我是{who.name}，家住{who.address}。上面写的都是实情，请领导派人到{town}{village}看一看。", False),
        (f"有事请打我的电话{who.phone}，我随时可以配合调查。", False),
        (f"写信人：{who.name}", True),
        (signed, True),
    )
    claimed: dict[str, tuple[Decimal, ...]] = {
        "拖欠工资": (Decimal(owed), Decimal(monthly)),
        "占地补偿": (deposit * 10000,),
        "供暖不热": (Decimal(monthly),),
        "违法建设": (),
    }
    truth = Truth(
        person=who,
        addressee=addressee,
        complained_of=accused,
        place=town,
        place_code=code,
        requests=requests,
        sums=claimed[matter],
        dates=(f"{year}-{month:02d}-{day:02d}", signed_iso),
        case_numbers=(case,),
    )
    return PetitionText(title, (first, second, third), truth)


def _numbers(rng: random.Random) -> tuple[str, ...]:
    return rng.choice(
        (("1．", "2．", "3．"), ("一、", "二、", "三、"), ("（1）", "（2）", "（3）"), ("1、", "2、", "3、"))
    )


def _header(rng: random.Random, who: PersonText) -> tuple[tuple[str, bool], ...]:
    sex = "男" if int(who.id_number[16]) % 2 else "女"
    birth = f"{who.id_number[6:10]}年{int(who.id_number[10:12])}月{int(who.id_number[12:14])}日"
    if rng.random() < 0.5:
        line = f"信访人：{who.name}，{sex}，汉族，{birth}出生，住{who.address}，身份证号{who.id_number}，联系电话：{who.phone}。"
        return ((line, True),)
    return (
        (f"信访人：{who.name}　　性别：{sex}　　民族：汉族", True),
        (f"身份证号码：{who.id_number}", True),
        (f"住址：{who.address}", True),
        (f"电话：{who.phone}", True),
    )


def _matter(
    matter: str,
    rng: random.Random,
    town: str,
    village: str,
    firm: str,
    begun: str,
    people: int,
    monthly: int,
    owed: int,
    deposit: Decimal,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (requests, story paragraphs) of one kind of matter."""
    if matter == "拖欠工资":
        return (
            (f"责令{firm}支付拖欠的工资{owed}元；", "依法追究该公司的责任。"),
            (
                f"我自{begun}起在{town}{village}的工地为{firm}干活，约定每人每月工资{monthly}元。",
                f"工程完工以后，公司一直以没有回款为由不发工资，{people}名工人共被拖欠{owed}元。"
                "我们多次找项目经理讨要，每次都说再等几天，电话也不接。",
                "快到年底了，家里老人看病、孩子上学都等着用钱，我们实在没有办法。",
            ),
        )
    if matter == "占地补偿":
        area = Decimal(rng.randint(10, 99)) / 10
        return (
            (f"查清{village}占地补偿款的去向；", f"按标准补发补偿款{deposit}万元；", "公开征地补偿账目。"),
            (
                f"{begun}，{firm}在{town}{village}施工，占用我家承包地{area}亩。",
                f"村里说每户能领补偿款{deposit}万元，可是我家到现在一分钱也没有领到。"
                "我到村委会问了很多次，村干部说账在镇里，镇里又让回村里问，来回推诿。",
                "地是一家人的口粮，请领导核实。",
            ),
        )
    if matter == "供暖不热":
        return (
            ("尽快检修管道，保证室温达到标准；", f"退还不热期间的采暖费{monthly}元。"),
            (
                f"我家住在{town}{village}小区，供热单位是{firm}。{begun}供暖以后，室内温度一直不到十五度。",
                f"我交了采暖费{monthly}元，打电话报修多次，来人量了温度就走，问题没有解决。",
                "家里有八十多岁的老人和刚出生的孩子，夜里冻得睡不着。",
            ),
        )
    return (
        ("依法拆除违法建筑；", "恢复道路通行，并对责任人作出处理。"),
        (
            f"{begun}，{firm}在{town}{village}未经批准占用村内道路盖房，把我家出入的路堵死了。",
            "我向村委会反映以后，对方不但没有停工，还连夜加盖了一层。急救车开不进来，邻居都有意见。",
            "有照片和邻居的证言为证，请依法查处。",
        ),
    )
