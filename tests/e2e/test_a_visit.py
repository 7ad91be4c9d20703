"""Card to receipt with separate processes and real carriers, and the mishaps of a hall."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest

from installer.demo import story
from installer.demo.phones import Phone
from installer.demo.play import DEMO_PASSWORD
from installer.demo.proofs import Proofs
from installer.demo.window import Window
from tests.e2e.running import Running

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.pcsc,
    pytest.mark.ocr,
    pytest.mark.xdist_group("pcsc"),
    pytest.mark.timeout(300),
]


def told(running: Running) -> story.Story:
    return story.Story(
        running.hall,
        Proofs(quiet=True),
        DEMO_PASSWORD,
        running.papers(),
        running.reader,
        running.printer,
        running.visitor,
    )


def test_a_matter_goes_from_card_to_receipt_is_acknowledged_and_called_up_again(running: Running) -> None:
    tale = told(running)
    story.to_the_card(tale)
    story.papers_and_form(tale)
    people = story.hand_in(tale)
    story.slip(tale)
    story.leave(tale)
    story.acknowledge(tale, people.duty)
    story.second_visit(tale)
    assert tale.proofs.held
    assert len(tale.proofs.rows) == 10


def test_a_card_lifted_while_it_is_read_is_asked_for_again_and_the_visit_goes_on(running: Running) -> None:
    running.papers()
    running.to_the_card()
    running.reader.fault("pull", "600")
    running.reader.insert()
    assert running.visitor.mishap("card_removed", seconds=30)["step"] == "card"
    running.reader.clear()
    running.reader.remove()
    running.visitor.tap("mishap.retry")
    running.reader.insert()
    state = running.visitor.step("company", seconds=30)
    assert state["verified"]
    assert state["mishap"] is None


def test_a_blank_page_is_noticed_and_the_other_pages_stay(running: Running) -> None:
    from PIL import Image

    papers = running.papers()
    Image.new("RGB", (1200, 1700), "white").save(papers.pages[0].with_name("0-blank.jpg"), quality=90)
    running.to_the_pages()
    running.visitor.tap("pages.take")
    assert running.visitor.mishap("blank_page", seconds=60)["pages"] == 0
    running.visitor.tap("mishap.dismiss")
    running.visitor.tap("pages.take")
    assert running.visitor.step("pages", seconds=60)["pages"] == 1


def test_a_visit_called_to_the_window_is_registered_there_and_its_slip_offered_here(running: Running) -> None:
    running.papers()
    running.to_the_pages()
    running.visitor.tap("tool.staff")
    with Window(running.hall.url, "xinfang.duty", DEMO_PASSWORD) as window:
        call = window.take("2号窗口")
        running.visitor.sees("handed.attendant", seconds=20)
        running.visitor.shot("at-the-window")
        filed = window.register(call, "示例小区供暖不热，请责成维修。")
    running.visitor.step("receipt", seconds=20)
    assert running.visitor.shot("slip-offered").exists()
    running.visitor.tap("receipt.copy")
    slip = Path(running.printer.slip(seconds=30)["txt"]).read_text(encoding="utf-8")
    assert filed["number"] in slip.replace(" ", "") and "副本" in slip
    running.visitor.step("receipt", seconds=30)
    running.visitor.tap("receipt.finish")
    running.visitor.tap("rating.skip")
    assert running.visitor.step("idle", seconds=10)["holder"] is None


def test_a_centre_that_is_down_at_submit_costs_nothing_and_the_slip_says_so(running: Running) -> None:
    papers = running.papers()
    running.to_the_pages()
    running.visitor.tap("pages.take")
    running.visitor.step("pages", seconds=30)
    running.visitor.tap("pages.done")
    running.visitor.step("form", seconds=120)
    story.confirm(running.visitor)
    port = int(running.hall.url.rsplit(":", 1)[1])
    running.hall.forget(running.server)
    running.visitor.tap("submit.send")
    receipt = running.visitor.step("receipt", seconds=60)["receipt"]
    assert receipt["provisional"]
    slip = Path(running.printer.slip(seconds=30)["txt"]).read_text(encoding="utf-8")
    assert receipt["number"] in slip.replace(" ", "")
    assert "联网后" in slip
    running.visitor.step("receipt", seconds=30)
    running.visitor.tap("receipt.finish")
    running.visitor.step("idle", seconds=10)
    assert not papers.traces(running.hall.folder / "kiosk"), "kept in clear on the terminal's disk"

    running.server = running.hall.start_server(port)
    # the convenor is told of every matter that is sent on; only then is the public page asked, which counts wrong codes
    phone = Phone(running.hall.url, "convenor", DEMO_PASSWORD)
    try:
        assert phone.wait(1, seconds=90), "the kept registration never reached the centre"
    finally:
        phone.close()
    asked = {"n": receipt["number"], "c": receipt["query_code"]}
    page = httpx2.get(f"{running.hall.url}/progress", params=asked, timeout=10)
    assert receipt["number"] in page.text


def test_paper_that_runs_out_while_printing_is_said_and_the_slip_comes_after_loading(running: Running) -> None:
    running.papers()
    running.to_the_pages()
    running.visitor.tap("pages.take")
    running.visitor.step("pages", seconds=30)
    running.visitor.tap("pages.done")
    running.visitor.step("form", seconds=120)
    story.confirm(running.visitor)
    running.printer.obey("paper after 300")
    running.visitor.tap("submit.send")
    state = running.visitor.mishap("paper_out", seconds=60)
    assert state["step"] == "receipt"
    number = state["receipt"]["number"]
    # the printer holds the rest of the slip and prints it by itself once it has paper
    running.printer.obey("paper ok")
    slips = running.printer.slip(seconds=30)
    assert number in Path(slips["txt"]).read_text(encoding="utf-8").replace(" ", "")
    assert running.visitor.step("receipt", seconds=30)["print_state"] == "printed"
