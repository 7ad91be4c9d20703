"""One visitor at the real terminal, from the first tap to the last, as their character has it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from installer.bench.population.canary import marks
from installer.bench.population.hands import PATIENCE, Hands
from installer.bench.population.people import Character, Planned
from installer.bench.population.place import Place, sentences
from installer.bench.population.sheets import blank, nearly
from installer.bench.population.watch import Watch
from installer.demo.processes import Line
from kiosk.bench.petition_pages import Petition, render_petition

READING_PATIENCE = 180.0
#: characters a visitor writes who brought no paper
WRITTEN = "小区路灯不亮，多次反映没有人修，请尽快修好。"
CORRECTED = "单位拖欠工资多月，请求帮助讨回，材料里写得不全。"


@dataclass
class Visited:
    """What became of one visit. Holds no identity data but the registration's number."""

    planned: Planned
    watch: Watch
    #: numbers the terminal showed as registered
    acknowledged: list[str] = field(default_factory=list)
    left: bool = False
    error: str = ""
    traces: list[str] = field(default_factory=list)
    longest_stall_s: float = 0.0
    stall_step: str = ""
    #: of it, what the terminal itself has to answer for
    own_stall_s: float = 0.0
    own_stall_step: str = ""
    #: of the terminal after the visit, without and with its reading process
    memory_mb: tuple[float, float] = (0.0, 0.0)
    #: lines of the form that a person looked over, and those of them that had to be decided
    lines: int = 0
    #: how often a long screen was turned
    turned: int = 0
    decided: int = 0


class Visiting:
    """Works the terminal of `place` for one visitor."""

    def __init__(self, place: Place, planned: Planned) -> None:
        self._place = place
        self._planned = planned
        self._papers: Petition = render_petition(planned.papers, planned.person, max(planned.pages, 1))
        self._images = [page.jpeg for page in self._papers.pages[: planned.pages]]
        self._watch = Watch(planned.pace, planned.temper)
        self._visited = Visited(planned, self._watch)
        self._hands = Hands(place, self._watch)
        self._tap, self._until = self._hands.tap, self._hands.until

    def go(self) -> Visited:
        """Do all of it; what goes wrong becomes `error`, and the terminal is left for the next one."""
        try:
            self._hands.begin()
            self._visit()
        except (RuntimeError, OSError, LookupError, ValueError) as error:
            self._visited.error = f"{type(error).__name__}: {error}"
        self._tidy()
        return self._visited

    def _is(self, *characters: Character) -> bool:
        return self._planned.character in characters

    def _visit(self) -> None:
        if self._is(Character.OFFLINE):
            self._place.lose_centre()
        self._tap("start", "start")
        self._tap("notice.continue", "notice")
        self._card()
        self._company()
        self._pages()
        if self._is(Character.LEAVING):
            self._leave()
            return
        self._form()
        self._hand_in()
        self._finish()

    def _card(self) -> None:
        visitor, reader = self._place.visitor, self._place.reader
        self._until("card", "card")
        if self._is(Character.CARD_PULLED):
            reader.fault("pull", "600")
            self._watch.thinks(self._watch.pace.card)
            self._place.lay_card(self._planned.person)
            with self._watch.waiting("card"):
                visitor.mishap("card_removed", seconds=PATIENCE)
            reader.clear()
            self._place.lift_card()
            self._tap("mishap.retry", "card")
        state = self._lay_own_card()
        if state["step"] == "earlier":
            self._choose(state)

    def _lay_own_card(self) -> Line:
        self._watch.at("card")
        self._watch.thinks(self._watch.pace.card)
        with self._watch.waiting("card"):
            self._place.lay_card(self._planned.person)
            state = self._place.visitor.step("earlier", "company", seconds=PATIENCE)
        self._place.lift_card()
        return state

    def _choose(self, state: Line) -> None:
        """Go on with an earlier matter, or tell of a new one; without the centre there is only the second."""
        on = state["earlier"] and self._is(Character.RETURNING)
        self._watch.at("earlier")
        self._watch.thinks(self._watch.pace.look * 2)
        self._tap("earlier.continue.0" if on else "earlier.new", "earlier", decided=True)
        self._until("earlier", "company")

    def _company(self) -> None:
        if self._is(Character.SHAKY):
            # meant the button above
            self._tap("back", "company")
            state = self._until("company", "card", "earlier")
            if state["step"] == "card":
                state = self._lay_own_card()
            if state["step"] == "earlier":
                self._choose(state)
        if not self._planned.companions:
            self._tap("company.alone", "company")
        else:
            self._tap("company.together", "company")
            self._tap("company.count.plus1", "company")
            for place, person in enumerate(self._planned.companions):
                self._watch.thinks(self._watch.pace.card)
                with self._watch.waiting("card"):
                    self._place.lay_card(person)
                    self._place.visitor.sees(f"company.drop.{place}", seconds=PATIENCE)
                self._place.lift_card()
            self._tap("company.next", "company")
        self._until("company", "pages")

    def _pages(self) -> None:
        visitor = self._place.visitor
        if self._is(Character.BLANK_PAGE):
            # nothing stands on it, so nothing lies there for the terminal: the visitor presses the button
            self._lay(blank())
            self._tap("pages.take", "pages")
            with self._watch.waiting("pages"):
                visitor.mishap("blank_page", seconds=READING_PATIENCE)
            self._tap("mishap.dismiss", "pages")
        for count, image in enumerate(self._images, 1):
            self._take(image, count)
        if self._is(Character.CORRECTING):
            self._tap("pages.retake.0", "pages")
            self._place.turn_page()
            self._take(nearly(self._images[0]), len(self._images))
        if self._is(Character.SHAKY):
            self._watch.thinks(self._watch.pace.tap)
        if self._is(Character.LEAVING):
            return
        self._tap("pages.done" if self._images else "pages.none", "pages")
        began = time.monotonic()
        visitor.step("form", seconds=READING_PATIENCE)
        self._watch.all_read(time.monotonic() - began)
        self._watch.touched()

    def _lay(self, image: bytes) -> None:
        self._watch.thinks(self._watch.pace.page)
        self._place.lay_page(image)

    def _take(self, image: bytes, count: int) -> None:
        """Lay a page down; the terminal takes it once it lies still."""
        self._watch.at("pages")
        self._lay(image)
        with self._watch.waiting("pages"):
            self._place.visitor.pages(count, seconds=PATIENCE)
        self._watch.touched()
        self._watch.page_taken()

    def _form(self) -> None:
        visitor, pace = self._place.visitor, self._watch.pace
        state = visitor.state()
        self._watch.at("form")
        for each in state["fields"]:
            if not each["shown"]:
                continue
            self._watch.thinks(pace.read)
            self._visited.lines += 1
            if each["kind"] == "summary" and (not each["value"] or self._is(Character.CORRECTING)):
                self._write(each["id"], CORRECTED if each["value"] else WRITTEN)
            elif each["doubtful"] and not each["confirmed"] and each["value"]:
                self._visited.decided += 1
                self._tap(f"form.field.{each['id']}.keep", "form", decided=True)
        self._questions()
        if self._is(Character.SERVER_DOWN):
            self._place.lose_centre()
        self._tap("form.next", "form")
        self._until("form", "submit")

    def _questions(self) -> None:
        """One question, unless the papers say something of one of the four: then each is asked by itself."""
        state = self._place.visitor.state()
        if not state["questions_apart"]:
            self._watch.thinks(self._watch.pace.read * 2)
            self._tap("form.questions.none", "form", decided=True)
            return
        if state["open_questions"]:
            self._watch.thinks(self._watch.pace.read * 2)
            self._tap("form.questions.rest", "form", decided=True)
        for question in self._place.visitor.state()["unanswered"]:
            self._tap(f"form.question.{question}.no", "form")

    def _write(self, field_id: str, text: str) -> None:
        self._tap(f"form.field.{field_id}.edit", "form")
        self._watch.thinks(self._watch.pace.key * len(text))
        with self._watch.waiting("form"):
            self._place.visitor.type("edit.value", text)
        self._tap("edit.done", "form")

    def _hand_in(self) -> None:
        visitor, printer = self._place.visitor, self._place.printer
        if self._is(Character.PAPER_OUT):
            printer.obey("paper out")
        self._watch.at("submit")
        self._watch.thinks(self._watch.pace.read * 2)
        self._tap("submit.send", "submit", decided=True)
        with self._watch.waiting("submit"):
            if self._is(Character.PAPER_OUT):
                visitor.mishap("paper_out", seconds=PATIENCE)
            else:
                visitor.sees("receipt.finish", seconds=PATIENCE)
        state = visitor.state()
        self._visited.acknowledged.append(str(state["receipt"]["number"]))
        if self._is(Character.POWER_CUT):
            self._place.power_cut()
            self._watch.slip_in_hand()
            return
        if self._is(Character.PAPER_OUT):
            self._watch.thinks(self._watch.pace.look * 3)
            # a printer that stopped in the middle of the slip goes on by itself; only one that never began is asked again
            begun = "print" in state["busy"]
            printer.obey("paper ok")
            if not begun:
                self._tap("mishap.retry", "print")
        # the screen tells number and unit while the slip comes out
        self._watch.at("print")
        with self._watch.waiting_while("print", self._watch.pace.read * 3):
            visitor.step("receipt", seconds=PATIENCE)
        self._watch.slip_in_hand()

    def _finish(self) -> None:
        if self._is(Character.POWER_CUT):
            return
        visitor = self._place.visitor
        self._tap("receipt.finish", "print", decided=True)
        state = self._until("print", "rating", "idle")
        if state["step"] == "rating":
            if self._is(Character.OFFLINE, Character.SERVER_DOWN, Character.SHAKY):
                self._tap("rating.skip", "rating")
            else:
                self._tap("rating.level.4", "rating")
                # whoever has answered walks away; the screen goes by itself, and the next visitor need not wait for it
                visitor.tap("rating.finish", seconds=PATIENCE)
        visitor.step("idle", seconds=PATIENCE)

    def _leave(self) -> None:
        self._tap("end", "leave")
        self._tap("end.yes", "leave")
        self._until("leave", "idle")
        self._visited.left = True

    def _tidy(self) -> None:
        """Mend what was broken, leave the screen, and look for traces."""
        place, visited = self._place, self._visited
        place.reader.clear()
        place.reader.remove()
        if self._is(Character.PAPER_OUT):
            place.printer.obey("paper ok")
        if not place.kiosk.alive:
            place.power_cut()
        place.visitor.end()
        stalls = place.visitor.state()["stalls"]
        visited.longest_stall_s, visited.stall_step = float(stalls["longest_s"]), str(stalls["step"])
        visited.own_stall_s, visited.own_stall_step = float(stalls["own_s"]), str(stalls["own_step"])
        visited.memory_mb = place.memory_mb()
        visited.turned = self._hands.turned
        people = (self._planned.person, *self._planned.companions)
        visited.traces = place.traces(marks(people, (*sentences(self._papers), WRITTEN, CORRECTED), self._images))
        place.clear_table()
        if not place.server.alive:
            place.bring_centre_back()
