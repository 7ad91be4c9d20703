"""What each figure counts, printed under its table. A figure whose definition changes changes here, and says since when."""

from __future__ import annotations

from typing import Final

from server.analysis.suppressing import LEAST

#: of these sentences
VERSION: Final = "2026-1"
_SMALL = f"1至{LEAST - 1}件以“<{LEAST}”表示，为防推算另隐去的以“*”表示。"

DEFINITIONS: Final[dict[str, str]] = {
    "whole": "按登记日统计，一件一次；重复信访为同一人就同一事项再次提出。环比为与上一期相比，同比为与去年同月（同周）相比。",
    "days": "按登记日统计；上期按日序对齐。",
    "route": f"按信访形式统计登记件数。{_SMALL}",
    "kind": f"检举控告只计件数，不计入分类、属地和单位。集体访为达到规定人数的来访。{_SMALL}",
    "category": f"按统计时确认的内容分类（一级）统计登记件数。{_SMALL}",
    "region": f"按统计时责任单位所在地统计登记件数。{_SMALL}",
    "unit": f"按统计时责任单位统计登记件数。{_SMALL}",
    "clock": "本期完成的时限按完成日统计，到期仍未完成的按到期日统计；暂停的不计。按期率＝按期完成÷（按期＋逾期完成＋逾期未完成）。"
    f"合计不足{LEAST}项的不计算比率。",
    "unit_time": f"口径同上，按责任单位归集，不含密封事项。{_SMALL}",
    "rating": f"按评价日统计。满意率＝（满意＋基本满意）÷全部评价；对大厅服务的五级评价中，5、4级为满意，3级为基本满意。{_SMALL}",
}
_SMALL_EN = f"1 to {LEAST - 1} are shown as “<{LEAST}”; “*” hides one more, so that they cannot be worked out."
DEFINITIONS_EN: Final[dict[str, str]] = {
    "whole": "By day of registration, each matter once. Repeated: the same person with the same matter again. "
    "Beside the period before, and the same month or week a year ago.",
    "days": "By day of registration; the period before stands day beside day.",
    "route": f"Registered, by the way they came. {_SMALL_EN}",
    "kind": "Accusations are counted, and stand in no table of classes, places or units. Collective: from the number of "
    f"people the rules name. {_SMALL_EN}",
    "category": f"Registered, by the first level of the class confirmed when this was counted. {_SMALL_EN}",
    "region": f"Registered, by where the responsible unit of that moment is. {_SMALL_EN}",
    "unit": f"Registered, by the responsible unit of that moment. {_SMALL_EN}",
    "clock": "Limits met count on that day, limits missed on the day they ended; those on hold are left out. "
    f"On time = in time ÷ (in time + late + not yet). No rate below {LEAST}.",
    "unit_time": f"The same by responsible unit, without sealed matters. {_SMALL_EN}",
    "rating": "By day of rating. Satisfied = (good + fair) ÷ all; of the five levels for the hall 5 and 4 are good, 3 is fair. "
    f"{_SMALL_EN}",
}
ROUTES: Final = {"visit": "来访", "letter": "来信", "phone": "来电", "net": "网上"}
KINDS: Final = {"single": "个人来访", "collective": "集体访", "anonymous": "匿名", "accusation": "检举控告"}
RATED: Final = {"office": "对信访部门", "unit": "对责任单位", "hall": "对大厅服务"}
