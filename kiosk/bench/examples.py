"""Visits to look at: one for every screen and every mishap, with invented people, papers and units."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from kiosk.bench.doors import doors
from kiosk.flow.places import Place
from kiosk.flow.visit import (
    ClockLine,
    Company,
    Earlier,
    Form,
    FormField,
    Hint,
    Holder,
    Listed,
    Mishap,
    Page,
    Papers,
    Part,
    PrintState,
    Question,
    Receipt,
    Step,
    Suggestion,
    Visit,
)
from kiosk.reading.result import FieldKind, PageText, Source
from kiosk.ui.hall import HallInfo
from kiosk.views.model import HALL_ZONE

AT = datetime(2026, 3, 2, 9, 24, tzinfo=HALL_ZONE)

HALL = HallInfo(
    name="示例区信访接待大厅",
    name_english="Petition Hall of Example District",
    address="示例区人民路 1 号政务中心一层",
    address_english="Ground floor, 1 Renmin Road, Example District",
    phone="0310-0000001",
    hours="周一至周五 8:30–12:00，13:30–17:30",
    hours_english="Monday to Friday 8:30–12:00, 13:30–17:30",
    supervision_phone="0310-0000002",
    progress_url="https://xf.example.gov.cn",
    keeper="示例区信访局",
    keeper_english="Petition Bureau of Example District",
)

PLACES = (
    Place("130406101", "示例镇"),
    Place("130406101201", "示例村"),
    Place("130406101202", "样本村"),
    *(Place(f"1304061{n:02d}", f"第{n}街道") for n in range(2, 12)),
)

#: the visit in which the place is chosen from a list
CHOOSING = "example-places"

HOLDER = Holder(
    name="测试甲",
    id_type="111",
    id_number="130406190001010016",
    sex="1",
    ethnic="01",
    birth=AT.date().replace(1900, 1, 1),
    registered_address="示例区示例镇示例村 1 号",
    verified=True,
    source=Source.CARD,
)

COMPANIONS = (
    replace(HOLDER, name="测试乙", id_number="130406190001010024", sex="2"),
    replace(HOLDER, name="测试丙", id_number="13040619000101018X", sex="2", verified=False, source=Source.MANUAL),
)
GROUP = Company(7, COMPANIONS, replace(HOLDER, name="测试丁", id_number="", verified=False, source=Source.MANUAL))

PRINTED = replace(HOLDER, verified=False, source=Source.PRINT)

CLOCKS = (
    ClockLine("接收确认", "5分钟", AT + timedelta(minutes=5), statutory=False, met=True, name_en="Receipt confirmed"),
    ClockLine("到场见面", "30分钟", AT + timedelta(minutes=30), statutory=False, name_en="Met in person"),
    ClockLine("初步处置", "1小时", AT + timedelta(hours=1), statutory=False, name_en="First action"),
    ClockLine("出具结果", "30日", AT + timedelta(days=30), statutory=False, name_en="Result given"),
    ClockLine(
        "转送交办",
        "15日",
        AT + timedelta(days=15),
        statutory=True,
        legal_basis="《信访工作条例》第二十二条",
        legal_basis_en="Regulations on Petitioning, Art. 22",
        name_en="Sent on",
    ),
    ClockLine(
        "办结",
        "60日",
        AT + timedelta(days=60),
        statutory=True,
        legal_basis="《信访工作条例》第三十四条",
        legal_basis_en="Regulations on Petitioning, Art. 34",
        name_en="Decided",
    ),
)

EARLIER = (
    Earlier(
        petition_id="e1",
        number="XF130406-20260105-0007",
        registered_at=AT - timedelta(days=56),
        category="劳动和社会保障 / 工资福利 / 工资发放",
        summary="示例建筑公司拖欠 2025 年 9 月至 12 月工资共 18600 元，多次催要没有结果。",
        state="accepted",
        state_text="办理中",
        unit_name="示例区人力资源和社会保障局",
        clocks=CLOCKS[4:],
        category_en="Labour and social security / Wages and benefits / Payment of wages",
        state_text_en="Accepted, in hand",
    ),
    Earlier(
        petition_id="e2",
        number="XF130406-20251012-0031",
        registered_at=AT - timedelta(days=141),
        category="城乡建设 / 城市建设和市政管理 / 城市公共设施",
        summary="村口路灯不亮。",
        state="delivered",
        state_text="已送达",
        unit_name="示例镇人民政府",
        category_en="Housing and building / City services / Public facilities",
        state_text_en="Result delivered",
    ),
)

LINES = (
    "反 映 材 料",
    "示例区信访局：",
    "我叫测试甲，住示例镇示例村。2025 年 9 月起在示例建筑公司",
    "承建的示例小区二期工地做工，工资一直没有发清，",
    "共欠 18600 元。请帮助讨回。",
    "联系电话 13800000000",
    "2026 年 3 月 1 日",
)
PAPER = (1240, 1754)


def paper(seed: int) -> bytes:
    """A page with bars where lines of text would stand; no font is needed to tell what is what."""
    image = Image.new("RGB", PAPER, "#FDFCF8")
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(LINES):
        left = 520 if n == 0 else 140
        draw.rectangle((left, 190 + n * 150, left + len(line) * 30, 230 + n * 150), fill="#4A4740")
    draw.ellipse((840, 1220 + seed * 30, 1080, 1460 + seed * 30), outline="#C0392B", width=12)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=80)
    return held.getvalue()


def page(n: int, *, read: bool = True, failed: bool = False) -> Page:
    data = paper(n)
    text = PageText(n, (), (), data, *PAPER, seconds=1.4) if read else None
    return Page(f"p{n}", data, "image/jpeg", f"{n:064d}", text=text, failed=failed)


def line(kind: FieldKind, value: str, top: float = 0.0, **more: object) -> FormField:
    found = FormField(
        field_id=f"{kind.value}-0",
        kind=kind,
        value=value,
        page=0 if top else None,
        region=(0.11, top, 0.6, 0.026) if top else None,
        confidence=0.97,
        source=Source.PRINT,
        doubtful=False,
        confirmed=False,
    )
    return replace(found, **more)  # type: ignore[arg-type]


FORM = Form(
    fields=(
        line(
            FieldKind.SUM,
            "18600 元",
            0.45,
            doubtful=True,
            source=Source.HANDWRITING,
            remark="大写与小写不一致，请看原件 · Words and digits differ, please look",
        ),
        line(FieldKind.PHONE, "13800000000", 0.535, doubtful=True, confirmed=True),
        line(FieldKind.NAME, HOLDER.name, source=Source.CARD, confirmed=True),
        line(FieldKind.ID_NUMBER, HOLDER.id_number, source=Source.CARD, confirmed=True),
        line(FieldKind.COMPLAINED_OF, "示例建筑公司", 0.28),
        line(FieldKind.SUMMARY, "2025 年 9 月起在示例小区二期工地做工，工资没有发清，共欠 18600 元。", 0.365),
        line(FieldKind.REQUEST, "讨回拖欠的工资", 0.45),
        line(FieldKind.PLACE, ""),
        line(FieldKind.COSIGNERS, "23人", 0.28, doubtful=True, remark="签名处数到21人 · 21 names are signed"),
    ),
    papers=Papers(
        hints=(
            Hint(Question.COURT, "民事判决书", 0, (0.11, 0.28, 0.6, 0.026), 0.91, Source.PRINT, doubtful=False),
            Hint(Question.ARBITRATION, "仲裁", 1, None, 0.58, Source.PRINT, doubtful=True),
        ),
        as_attachment=True,
        listed=(Listed("工资欠条", 2, "张", True),),
        repeated=((2, 0),),
    ),
    questions=(
        (Question.COURT, True),
        (Question.RECONSIDERATION, None),
        (Question.ARBITRATION, None),
        (Question.EARLIER_OPINION, True),
    ),
)

RECEIPT = Receipt(
    title="信访事项登记回执",
    number="XF130406-20260302-0012",
    query_code="7K3M9Q",
    registered_at=AT,
    holder_name=HOLDER.name,
    provisional=False,
    hall_name=HALL.name,
    hall_phone=HALL.phone,
    supervision_phone=HALL.supervision_phone,
    progress_url="https://xf.example.gov.cn/p?n=XF130406-20260302-0012",
    unit_name="示例区人力资源和社会保障局",
    unit_phone="0310-0000003",
    category="劳动和社会保障 / 工资福利 / 工资发放",
    reason="因为您反映的是“人力资源和社会保障—工资发放”方面的问题（关键词：工资、没有发清、工地），依据《保障农民工工资支付条例》第七条、"
    "《劳动保障监察条例》第三条，由示例区人力资源和社会保障局负责。",
    category_en="Labour and social security / Wages and benefits / Payment of wages",
    reason_en="Because this is a matter of “Labour and social security: Payment of wages” (words found: 工资、没有发清、工地), "
    "示例区人力资源和社会保障局 is responsible, according to Regulations on Payment of Wages to Migrant Workers, Art. 7; "
    "Regulations on Labour Security Supervision, Art. 3.",
    clocks=CLOCKS,
    next_steps=(
        "负责单位 5 分钟内确认收到，30 分钟内与您见面或通话。",
        "15 日内书面告知是否受理。",
        "对结果不满意，可在 30 日内申请复查。",
    ),
    next_steps_en=(
        "The unit confirms within 5 minutes and meets or calls you within 30.",
        "Within 15 days you are told in writing whether the matter is accepted.",
        "If you do not agree with the result, you may ask for a review within 30 days.",
    ),
    pages=3,
)

PROVISIONAL = replace(
    RECEIPT,
    number="L01-000042",
    provisional=True,
    unit_name="",
    unit_phone="",
    reason="",
    category="",
    clocks=(),
    reason_en="",
    category_en="",
)
SUGGESTION = Suggestion(
    RECEIPT.unit_name, RECEIPT.category, RECEIPT.reason, category_en=RECEIPT.category_en, reason_en=RECEIPT.reason_en
)


SEALED = (
    "因为您反映的内容涉及对公职人员或者单位的检举控告，依据《信访工作条例》第三十条，由纪检监察机关按管理权限办理。",
    "Because what you raise is an accusation against an official or a public body, the discipline inspection organ "
    "handles it, according to Regulations on Petitioning, Art. 30.",
)


def visits() -> Iterator[tuple[str, Visit]]:
    """Name and state of every screen worth looking at."""
    begun = Visit(visit_id="example", started_at=AT)
    known = replace(begun, holder=HOLDER)
    pages = (page(0), page(1, read=False), page(2, read=False, failed=True))
    filled = replace(known, pages=pages, form=FORM)
    yield "idle", Visit()
    yield "idle-without-devices", Visit(missing=frozenset(Part))
    yield "notice", replace(begun, step=Step.NOTICE)
    yield "card", replace(begun, step=Step.CARD, busy=frozenset({"card"}))
    yield "card-still", replace(begun, step=Step.CARD)
    yield "card-face", replace(begun, step=Step.CARD, busy=frozenset({"card", "face_reading"}))
    yield "earlier-looking", replace(known, step=Step.EARLIER, busy=frozenset({"lookup"}))
    yield "earlier-unreachable", replace(known, step=Step.EARLIER, holder=replace(HOLDER, verified=False))
    yield "earlier-printed", replace(known, step=Step.EARLIER, holder=PRINTED, earlier=())
    yield "earlier-none", replace(known, step=Step.EARLIER, earlier=())
    yield "earlier-some", replace(known, step=Step.EARLIER, earlier=EARLIER)
    yield "company", replace(known, step=Step.COMPANY, earlier=())
    yield "company-group", replace(known, step=Step.COMPANY, company=GROUP, busy=frozenset({"card"}))
    yield "company-two", replace(known, step=Step.COMPANY, company=Company(2), missing=frozenset({Part.READER}))
    yield "pages-empty", replace(known, step=Step.PAGES)
    yield "pages", replace(filled, step=Step.PAGES)
    for lying in ("empty", "moving", "settling", "settled", "taken"):
        shown = () if lying == "empty" else pages
        retaking = pages[1].page_id if lying == "moving" else ""
        yield f"pages-live-{lying}", replace(filled, step=Step.PAGES, pages=shown, retaking=retaking)
    yield "pages-taking", replace(filled, step=Step.PAGES, busy=frozenset({"capture"}))
    yield "form", replace(filled, step=Step.FORM)
    # nothing to check, and nothing in the papers about the four questions
    sure = tuple(replace(one, doubtful=False) for one in filled.form.fields)
    yield "form-plain", replace(filled, step=Step.FORM, form=Form(fields=sure))
    yield "form-without-papers", replace(filled, step=Step.FORM, pages=())
    yield "submit", replace(filled, step=Step.SUBMIT, suggestion=SUGGESTION)
    yield "submit-similar", replace(filled, step=Step.SUBMIT, suggestion=SUGGESTION, similar=EARLIER[0])
    going_on = replace(filled, earlier=EARLIER, continues=EARLIER[-1].number)
    yield "submit-continued", replace(going_on, step=Step.SUBMIT, suggestion=SUGGESTION)
    yield "submit-group", replace(filled, step=Step.SUBMIT, company=GROUP, suggestion=SUGGESTION)
    yield "submit-asking", replace(filled, step=Step.SUBMIT, busy=frozenset({"suggest"}))
    yield "submit-offline-sending", replace(filled, step=Step.SUBMIT, busy=frozenset({"submit"}))
    done = replace(filled, step=Step.RECEIPT, receipt=RECEIPT)
    for state in PrintState:
        yield f"receipt-{state.value}", replace(done, print_state=state)
    sealed = replace(
        RECEIPT, restricted=True, unit_name="", unit_phone="", category="", category_en="", reason=SEALED[0], clocks=()
    )
    yield "receipt-sealed", replace(done, receipt=replace(sealed, reason_en=SEALED[1]), print_state=PrintState.PRINTED)
    yield "submit-sealed", replace(filled, step=Step.SUBMIT, suggestion=Suggestion("", "", SEALED[0], "", SEALED[1]))
    yield "receipt-provisional", replace(done, receipt=PROVISIONAL, print_state=PrintState.PRINTED)
    rating = Visit(step=Step.RATING, visit_id="example", receipt=RECEIPT)
    yield "rating", rating
    yield "rating-thanks", replace(rating, rated=5)
    yield "rating-lost", replace(rating, rated=2, rating_lost=True)
    yield from doors(AT, filled, RECEIPT)
    for mishap in Mishap:
        detail = "事由不能为空。 · The summary must not be empty." if mishap is Mishap.REJECTED else ""
        yield (
            f"mishap-{mishap.value}",
            replace(filled, step=step_of(mishap), mishap=mishap, mishap_detail=detail, receipt=RECEIPT),
        )


def step_of(mishap: Mishap) -> Step:
    """The step on which this usually happens."""
    reading = (Mishap.CARD_REMOVED, Mishap.NOT_AN_IDENTITY_CARD, Mishap.CARD_UNREADABLE, Mishap.READER_ABSENT)
    if mishap in (*reading, Mishap.FACE_UNREADABLE, Mishap.FACE_NO_CAMERA):
        return Step.CARD
    if mishap in (Mishap.REJECTED, Mishap.NOT_KEPT):
        return Step.SUBMIT
    if mishap in (Mishap.OWN_CARD, Mishap.CARD_READ_TWICE):
        return Step.COMPANY
    printing = (Mishap.PRINTER_ABSENT, Mishap.PAPER_OUT, Mishap.COVER_OPEN, Mishap.PRINTER_FAULT, Mishap.PRINT_UNKNOWN)
    return Step.RECEIPT if mishap in printing else Step.PAGES
