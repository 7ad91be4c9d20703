"""How tables of master data are shown: what they, their columns and their values are called."""

from __future__ import annotations

from dataclasses import dataclass

from server.exchange.tables import Subject
from server.units.tables import PostRole, UnitKind

KINDS: dict[str, str] = {
    UnitKind.DISTRICT: "党委政府",
    UnitKind.PETITION: "信访部门",
    UnitKind.DISCIPLINE: "纪检监察",
    UnitKind.POLITICAL_LEGAL: "政法委",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.COURT: "法院",
    UnitKind.PROCURATORATE: "检察院",
    UnitKind.TOWNSHIP: "乡镇街道",
    UnitKind.VILLAGE: "村社区",
    UnitKind.ENTERPRISE: "企业",
}
POSTS: dict[str, str] = {
    PostRole.DUTY_OFFICER: "值班员",
    PostRole.LEADER_IN_CHARGE: "分管领导",
    PostRole.CONVENOR: "联席会议召集人",
    PostRole.HEAD: "主要负责人",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is shown: what it is called, its columns in a list, and what a row is called."""

    title: str
    title_en: str
    new: str
    new_en: str
    #: column -> Chinese, English
    columns: dict[str, tuple[str, str]]


LOOKS: dict[Subject, Look] = {
    Subject.UNITS: Look(
        "单位",
        "Units",
        "新增单位",
        "New unit",
        {
            "name": ("名称", "Name"),
            "kind": ("类型", "Kind"),
            "region": ("区划", "Region"),
            "parent": ("上级", "Superior"),
            "phone": ("电话", "Phone"),
        },
    ),
    Subject.REGIONS: Look(
        "区划",
        "Regions",
        "新增区划",
        "New region",
        {"name": ("名称", "Name"), "code": ("代码", "Code"), "parent": ("上级", "Superior")},
    ),
    Subject.ROSTER: Look(
        "岗位与值班",
        "Posts and duty desks",
        "新增岗位",
        "New post",
        {
            "unit": ("单位", "Unit"),
            "role": ("岗位", "Post"),
            "holder": ("姓名", "Holder"),
            "account": ("账户", "Account"),
        },
    ),
}
