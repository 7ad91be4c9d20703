"""来访登记表: what is registered, for the petitioner to read and sign. Everything unknown stays blank for the pen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from printers.layout.forms import Cell, Form, Note, Row, Title
from printers.layout.slip import local_time

#: Regulation on Petition Work (《信访工作条例》) Art. 20: at most five representatives for many people
MAX_REPRESENTATIVES = 5
TICKED, EMPTY = "■", "□"
#: other legal ways a matter may be on, asked at every window because they decide who may accept it (Art. 20, 22, 31)
LEGAL_WAYS = ("诉讼", "仲裁", "行政复议", "政法机关办理")


@dataclass(frozen=True, slots=True)
class Person:
    """One visitor; every field may be empty. `identity` in full: the form stays with the hall."""

    name: str
    sex: str = ""
    born: date | None = None
    ethnic: str = ""
    identity: str = ""
    phone: str = ""
    address: str = ""
    household: str = ""
    occupation: str = ""
    employer: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """Papers handed in. `original`: not a copy."""

    name: str
    pages: int
    original: bool = False


@dataclass(frozen=True, slots=True)
class Registration:
    """The content of the form. `registered_at` is zone-aware; texts are as the petitioner confirmed them."""

    number: str
    registered_at: datetime
    hall_name: str
    visitor: Person
    companions: tuple[Person, ...] = ()
    window: str = ""
    visitors: int = 1
    concerned: int = 1
    first_visit: bool = True
    earlier_number: str = ""
    against: str = ""
    happened: str = ""
    place: str = ""
    category: str = ""
    purpose: str = ""
    demand: str = ""
    facts: str = ""
    legal_ways: frozenset[str] = frozenset()
    materials: tuple[Material, ...] = ()
    #: None: not asked
    public: bool | None = None
    registrar: str = ""
    proposal: str = ""
    copy: int = 0

    def __post_init__(self) -> None:
        if self.registered_at.utcoffset() is None:
            raise ValueError("登记时间必须带时区 · The time of registration needs a zone")
        if unknown := self.legal_ways - set(LEGAL_WAYS):
            raise ValueError(f"不明途径 {unknown}，可选 {LEGAL_WAYS} · Unknown legal ways")


def lay_out(paper: Registration) -> Form:
    """Return the registration form, one page unless facts are long."""
    return Form(
        name="来访登记表",
        reference=paper.number,
        copy=paper.copy,
        parts=(
            Title("来访登记表"),
            _row(("登记编号", 3, paper.number, 9), ("登记时间", 3, local_time(paper.registered_at), 9)),
            _row(("接待场所", 3, paper.hall_name, 9), ("窗口", 3, paper.window, 3), ("形式", 3, "走访", 3)),
            *_person(paper.visitor),
            *_companions(paper),
            _row(
                ("来访人数", 3, f"{paper.visitors} 人", 3),
                ("涉及人数", 3, f"{paper.concerned} 人", 3),
                ("初访重访", 3, _visit(paper), 9),
            ),
            _row(("反映对象", 3, paper.against, 9), ("内容分类", 3, paper.category, 9)),
            _row(("事发时间", 3, paper.happened, 9), ("问题属地", 3, paper.place, 9)),
            _row(("信访目的", 3, paper.purpose, 9), ("同意公开", 3, _public(paper.public), 9)),
            _tall("诉求", paper.demand, 2),
            _tall("事实与理由", paper.facts, 5),
            _tall("是否经过", _ways(paper.legal_ways), 1),
            _tall("材料清单", _materials(paper.materials), 2),
            _tall(
                "信访人确认",
                "以上内容已经本人核对，与本人反映的一致。\n\n签名：　　　　　　　　　　　　　　年　　月　　日",
                3,
            ),
            Row((_label("拟办意见", 3), Cell(paper.proposal, 12, lines=3), *_pair("接访人", 3, paper.registrar, 6))),
            Note("本表一式一份，由接待场所存档。信访人凭登记编号和查询码查询办理情况。"),
        ),
    )


def _person(person: Person) -> tuple[Row, ...]:
    born = f"{person.born.year}年{person.born.month}月{person.born.day}日" if person.born else ""
    return (
        _row(
            ("姓名", 3, person.name, 5),
            ("性别", 2, person.sex, 2),
            ("民族", 2, person.ethnic, 2),
            ("出生", 2, born, 6),
        ),
        _row(("证件号码", 3, person.identity, 9), ("联系电话", 3, person.phone, 9)),
        _tall("现住址", person.address, 1),
        _tall("户籍地", person.household, 1),
        _row(("职业", 3, person.occupation, 9), ("工作单位", 3, person.employer, 9)),
    )


def _companions(paper: Registration) -> tuple[Row, ...]:
    shown = paper.companions[: MAX_REPRESENTATIVES - 1]
    return tuple(
        _row(("随访代表", 3, person.name, 5), ("证件号码", 3, person.identity, 7), ("电话", 2, person.phone, 4))
        for person in shown
    )


def _visit(paper: Registration) -> str:
    first, again = (TICKED, EMPTY) if paper.first_visit else (EMPTY, TICKED)
    earlier = f"（上次 {paper.earlier_number}）" if paper.earlier_number else ""
    return f"{first}初访　{again}重访{earlier}"


def _public(public: bool | None) -> str:
    yes, no = (TICKED if public is True else EMPTY), (TICKED if public is False else EMPTY)
    return f"{yes}同意　{no}不同意"


def _ways(ways: frozenset[str]) -> str:
    return "　".join(f"{TICKED if way in ways else EMPTY}{way}" for way in LEGAL_WAYS) + (
        "　" + (EMPTY if ways else TICKED) + "均未经过"
    )


def _materials(materials: tuple[Material, ...]) -> str:
    return "；".join(f"{m.name} {m.pages} 页（{'原件' if m.original else '复印件'}）" for m in materials)


def _row(*pairs: tuple[str, int, str, int]) -> Row:
    return Row(tuple(cell for pair in pairs for cell in _pair(*pair)))


def _pair(label: str, label_units: int, value: str, units: int) -> tuple[Cell, ...]:
    return _label(label, label_units), Cell(value, units)


def _tall(label: str, value: str, lines: int) -> Row:
    return Row((_label(label, 3), Cell(value, 21, lines=lines)))


def _label(text: str, units: int) -> Cell:
    return Cell(text, units, label=True)
