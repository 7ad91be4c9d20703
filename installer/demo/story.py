"""One registration as a visitor does it, with a proof for each step."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from installer.demo.desk import Desk, text_of
from installer.demo.hall import CardReader, Hall, Printer
from installer.demo.petition import Papers, kinds_on, lay_out_papers, unread
from installer.demo.phones import Phone
from installer.demo.processes import Line
from installer.demo.proofs import Proofs, must
from installer.demo.visitor import Visitor

# Generous limits for two busy cores; the figures of the table are what counts.
CARD_SECONDS = 30.0
READING_SECONDS = 120.0
SUBMIT_SECONDS = 30.0
PUSH_SECONDS = 10.0
SLIP_SECONDS = 30.0

POSTS = Path(__file__).resolve().parents[2] / "server" / "demo" / "county" / "posts.csv"


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who is told when the matter goes to one unit."""

    duty: str
    leader: str
    convenor: str
    #: duty officer of another unit, who must hear nothing
    bystander: str


def accounts_of(unit: str) -> Accounts:
    """Read the demo county's posts."""
    with POSTS.open(encoding="utf-8", newline="") as file:
        posts = list(csv.DictReader(file))

    def holder(role: str, fits: Callable[[dict[str, str]], bool] = lambda _post: True) -> str:
        return next(post["username"] for post in posts if post["role"] == role and fits(post))

    return Accounts(
        duty=holder("duty_officer", lambda post: post["unit"] == unit),
        leader=holder("leader_in_charge", lambda post: post["unit"] == unit),
        convenor=holder("convenor"),
        bystander=holder("duty_officer", lambda post: post["unit"] != unit),
    )


@dataclass
class Story:
    """What the steps hand on to each other."""

    hall: Hall
    proofs: Proofs
    password: str
    papers: Papers
    reader: CardReader
    printer: Printer
    visitor: Visitor
    inserted_at: float = 0.0
    machine_seconds: float = 0.0
    number: str = ""
    query_code: str = ""


def to_the_card(story: Story) -> None:
    """Touch the screen, read the notice, lay the card down."""
    visitor = story.visitor
    with story.proofs.step("开始、告知 · Start and notice") as row:
        visitor.shot("01-idle")
        visitor.tap("start")
        visitor.step("notice", seconds=5)
        visitor.shot("02-notice")
        visitor.tap("notice.continue")
        visitor.step("card", seconds=5)
        row.proof = str(visitor.shot("03-card"))
    with story.proofs.step("读身份证（pcscd + pyscard）· ID card") as row:
        story.inserted_at = time.monotonic()
        story.reader.insert()
        state = visitor.step("company", "earlier", seconds=CARD_SECONDS)
        must(state["holder"] == story.papers.person_name, "读到的姓名与卡不符 · the name is not the card's")
        row.proof = f"{state['holder_masked']}（{'芯片 · chip' if state['verified'] else '未核验 · unverified'}）"


def papers_and_form(story: Story) -> None:
    """Take three pages, see what was understood, confirm it."""
    visitor = story.visitor
    with story.proofs.step("拍三页、识别 · Three pages, read") as row:
        visitor.tap("company.alone")
        visitor.step("pages", seconds=10)
        for count in range(1, len(story.papers.pages) + 1):
            visitor.tap("pages.take")
            visitor.step("pages", seconds=CARD_SECONDS)
            must(visitor.state()["pages"] == count, f"第 {count} 页没有拍到 · page {count} is missing")
        visitor.shot("04-pages")
        visitor.tap("pages.done")
        state = visitor.step("form", seconds=READING_SECONDS)
        visitor.shot("05-form")
        proposed = {field["kind"] for field in state["fields"] if field["value"]}
        missing = kinds_on(story.papers) - proposed
        must(not missing, f"没有提出 · not proposed: {', '.join(sorted(missing))}")
        wrong = unread(story.papers, state["fields"])
        row.proof = f"{len(state['fields'])} 项 · fields; {wrong or '全部与原件一致 · all as on paper'}"
    with story.proofs.step("核对、四问 · Confirm, four questions") as row:
        asked = check(visitor)
        visitor.shot("06-form-confirmed")
        proceed(visitor)
        row.proof = f"逐项确认 {asked} 项 · {asked} doubtful fields confirmed one by one"


def confirm(visitor: Visitor) -> None:
    """Check the form and go on to what is handed in."""
    check(visitor)
    proceed(visitor)


def proceed(visitor: Visitor) -> None:
    visitor.tap("form.next")
    visitor.step("submit", seconds=SUBMIT_SECONDS)


def check(visitor: Visitor) -> int:
    """Keep every doubtful field, answer the four questions with no; returns how many fields were asked."""
    doubtful = [f for f in visitor.state()["fields"] if f["doubtful"] and not f["confirmed"] and f["value"]]
    for field in doubtful:
        visitor.tap(f"form.field.{field['id']}.keep")
    state = visitor.state()
    for question in state["unanswered"] if state["questions_apart"] else ():
        visitor.tap(f"form.question.{question}.no")
    if not state["questions_apart"]:
        visitor.tap("form.questions.none")
    return len(doubtful)


def hand_in(story: Story) -> Accounts:
    """Submit; three phones hear it, a fourth does not; returns who was told."""
    visitor, url = story.visitor, story.hall.url
    unit = visitor.state()["suggested_unit"]
    must(unit, "中心没有给出责任单位 · the centre suggested no unit")
    people = accounts_of(unit_code(unit))
    listening = [people.duty, people.leader, people.convenor]
    phones = {name: Phone(url, name, story.password) for name in (*listening, people.bystander)}
    try:
        with story.proofs.step("登记、判定责任单位 · Register and decide") as row:
            visitor.shot("07-submit")
            visitor.tap("submit.send")
            sent = time.monotonic()
            state = visitor.step("receipt", seconds=SUBMIT_SECONDS)
            receipt = state["receipt"]
            must(not receipt["provisional"], "登记没有到达中心 · the registration did not reach the centre")
            story.number, story.query_code = receipt["number"], receipt["query_code"]
            row.proof = f"{story.number} → {receipt['unit_name']}：{receipt['reason']}"
        with story.proofs.step("同时推送单位、领导、召集人 · Push to all three") as row:
            heard = [name for name in listening if phones[name].wait(1, seconds=PUSH_SECONDS)]
            must(heard == listening, f"没有收到 · heard nothing: {set(listening) - set(heard)}")
            must(not phones[people.bystander].arrivals, "无关单位收到了通知 · an outsider was told")
            times = {name: (phones[name].arrivals[0].at - sent) * 1000 for name in listening}
            spread = max(times.values()) - min(times.values())
            shown = "，".join(f"{name} {ms:.0f} ms" for name, ms in times.items())
            row.proof = f"{shown}（相差 · apart {spread:.0f} ms）"
    finally:
        for phone in phones.values():
            phone.close()
    return people


def slip(story: Story) -> Line:
    """Wait for the slip and check what is on it, QR included."""
    with story.proofs.step("打印回执（ESC/POS）· Print the slip") as row:
        out = story.printer.slip(seconds=SLIP_SECONDS)
        story.machine_seconds = time.monotonic() - story.inserted_at
        story.visitor.step("receipt", seconds=SLIP_SECONDS)
        story.visitor.shot("08-receipt")
        words = Path(out["txt"]).read_text(encoding="utf-8")
        must(story.number in words.replace(" ", ""), "回执上没有编号 · the slip lacks the number")
        must(Path(out["bin"]).stat().st_size > 0, "没有字节 · no bytes")
        seen = read_qr(Path(out["png"]))
        must(
            story.number in seen and story.query_code.replace("-", "") in seen.replace("-", ""), f"二维码 · QR: {seen}"
        )
        row.proof = out["png"]
        return out


def read_qr(picture: Path) -> str:
    """Decode the QR code on the picture of a slip, as a phone would: it looks again from nearer when it must."""
    import cv2
    import numpy as np

    image = cv2.imdecode(np.fromfile(picture, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    for scale in (1.0, 2.0, 0.5, 1.5, 3.0):
        nearer = cv2.resize(
            image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        )
        for detector in (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()):
            text, _, _ = detector.detectAndDecode(nearer)
            if text:
                return str(text)
    return ""


def leave(story: Story) -> None:
    """End the visit; nothing of it stays on the terminal's disk."""
    with story.proofs.step("结束并清除 · Finish and wipe") as row:
        story.visitor.tap("receipt.finish")
        story.visitor.step("rating", seconds=10)
        story.visitor.tap("rating.level.5")
        story.visitor.tap("rating.finish")
        story.visitor.step("idle", seconds=10)
        story.reader.remove()
        left = story.papers.traces(story.hall.folder / "kiosk")
        must(not left, f"终端磁盘上留有个人信息 · personal data left on disk: {left}")
        row.proof = "终端数据目录中找不到姓名、证号、电话、原图 · no name, number, phone or image on its disk"


def acknowledge(story: Story, username: str) -> None:
    """The duty officer opens the web page and acknowledges; the five-minute clock stops."""
    with story.proofs.step("值班员网页签收，5 分钟钟停 · Acknowledge on the web") as row:
        desk = Desk(story.hall.url, username, story.password)
        try:
            case = case_link(desk.page("/"))
            desk.submit(case, "/acknowledge")
            said = text_of(desk.page(case))
        finally:
            desk.close()
        must("已确认" in said or "已签收" in said or "按时完成" in said, "签收后时限仍在走 · the clock still runs")
        row.proof = f"{story.hall.url}{case}"


def case_link(page: str) -> str:
    """Return the address of the newest matter in the inbox."""
    import re

    found = re.search(r'href="(/cases/[^"#?]+)"', page)
    must(found, "收件箱是空的 · the inbox is empty")
    assert found is not None
    return found.group(1)


def second_visit(story: Story) -> None:
    """The same card again: the first matter is called up."""
    visitor = story.visitor
    with story.proofs.step("同一张卡再来，调出前件 · Second visit") as row:
        visitor.tap("start")
        visitor.tap("notice.continue")
        visitor.step("card", seconds=5)
        story.reader.insert()
        state = visitor.step("earlier", seconds=CARD_SECONDS)
        must(story.number in state["earlier"], "没有调出前件 · the first matter was not called up")
        row.proof = str(visitor.shot("09-second-visit"))
        visitor.tap("end")
        visitor.tap("end.yes")
        visitor.step("idle", seconds=10)
        story.reader.remove()


def unit_code(name: str) -> str:
    """Return the code of a unit of the demo county by its name."""
    with POSTS.with_name("units.csv").open(encoding="utf-8", newline="") as file:
        return next(row["code"] for row in csv.DictReader(file) if row["name"] == name)


def prepare_papers(folder: Path, seed: int) -> Papers:
    """Render the petition and write the card file of the same invented person."""
    papers = lay_out_papers(folder, seed)
    (folder / "card.json").write_text(json.dumps(papers.card, ensure_ascii=False), encoding="utf-8")
    return papers
