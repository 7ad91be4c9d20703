"""A hall adds a language as a file; a visitor reaches it by the same button."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from kiosk.bench.examples import AT, HALL, visits
from kiosk.bench.visitor import StepReport, Tap, Visitor
from kiosk.flow.events import StaffAsked
from kiosk.ui.screen import Screen
from kiosk.ui.words import Language

VISITS = dict(visits())


def test_the_button_goes_round_all_languages_and_what_is_sent_is_in_one_of_the_two_of_the_centre(
    tmp_path: Path, qtbot: QtBot, compiled: None
) -> None:
    (tmp_path / "mn.toml").write_text('tool_language = "Монгол"\nnotice_continue = "Үргэлжлүүлэх"\n', encoding="utf-8")
    screen = Screen(HALL, now=lambda: AT, new_id=lambda: "one", words=tmp_path)
    events: list[object] = []
    screen.happened.connect(events.append)
    screen.window.show()
    screen.show(VISITS["notice"])
    visitor, seen = Visitor(screen.window), []
    for _ in range(3):
        done: list[list[StepReport]] = []
        visitor.run([Tap("tool.language"), Tap("tool.staff"), Tap("staff.close")], done.append)
        qtbot.waitUntil(lambda done=done: bool(done), timeout=15000)  # type: ignore[misc]
        assert [report.cause for report in done[0] if report.cause] == []
        seen.append((screen.language, screen.words["notice_continue"], events.pop()))
    screen.close()
    assert [language for language, *_ in seen] == [Language.ENGLISH, Language("mn"), Language.CHINESE]
    assert seen[1][1:] == ("Үргэлжлүүлэх", StaffAsked("zh"))
    assert seen[0][2] == StaffAsked("en")
