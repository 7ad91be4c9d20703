"""Codes on the chip and the words people use for them.

Sex: GB/T 2261.1. Ethnic groups: GB/T 3304, with 97 and 98 as police systems use them. A code that is in neither table
is shown as it stands: a new code must never stop a visit.
"""

from __future__ import annotations

SEXES = {"0": "未知", "1": "男", "2": "女", "9": "未说明"}

_GROUPS_01_TO_56 = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 "
    "东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 "
    "德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)

ETHNIC_GROUPS = {f"{code:02d}": name for code, name in enumerate(_GROUPS_01_TO_56.split(), start=1)} | {
    # 穿青人 and others without a code of their own print their name on the card and carry 97 on the chip
    "97": "其他",
    "98": "外国血统中国籍人士",
}


def sex_name(code: str) -> str:
    """Return the word for a GB/T 2261.1 code; an unknown code comes back as it is."""
    return SEXES.get(code, code)


def ethnic_name(code: str) -> str:
    """Return the name of a GB/T 3304 code ("01" gives 汉); an unknown code comes back as it is."""
    return ETHNIC_GROUPS.get(code, code)
