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
ROUTES: Final = {"visit": "来访", "letter": "来信", "phone": "来电", "net": "网上"}
KINDS: Final = {"single": "个人来访", "collective": "集体访", "anonymous": "匿名", "accusation": "检举控告"}
RATED: Final = {"office": "对信访部门", "unit": "对责任单位", "hall": "对大厅服务"}
