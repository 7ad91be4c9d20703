"""A small invented hall: texts of four classes made from a seeded choice of phrases.

The last class is told in words only the people of this place use, which no general list of terms can know.
"""

from __future__ import annotations

import random

from server.routing.examples import Example

OPENINGS = ("尊敬的领导，您好", "我是本地居民", "反映一个问题", "恳请上级部门关注", "现将情况反映如下")
ENDINGS = ("请求尽快解决", "希望得到答复", "盼回复", "谢谢", "恳请处理")
PHRASES = {
    "040202": (
        "公司拖欠工资三个月",
        "包工头不给农民工发工资",
        "工厂欠薪一直不结算",
        "老板克扣工资和加班费",
        "讨要血汗钱无果",
    ),
    "060100": ("学校违规补课收费", "孩子上小学学位不够", "班主任强制订购教辅", "幼儿园乱收费用", "初中分班不公平"),
    "130101": ("工厂夜里偷排废气", "河水发黑发臭", "砖厂粉尘污染严重", "楼下烧烤油烟刺鼻", "养猪场污水直排"),
    "120300": ("老鹰嘴又没格了", "坡子上喊不通", "黑匣子天天掉", "三号井那边一根杠都没有", "石嘴子打不出去"),
}


def corpus(size: int, seed: int) -> list[Example]:
    """Return `size` examples a class."""
    chance = random.Random(seed)
    found = []
    for label, phrases in PHRASES.items():
        for number in range(size):
            said = chance.sample(phrases, 2)
            text = "，".join((chance.choice(OPENINGS), *said, f"已有{chance.randint(2, 9)}次", chance.choice(ENDINGS)))
            found.append(Example(text, label, f"{label}-{number}"))
    return found
