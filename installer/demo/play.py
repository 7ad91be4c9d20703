"""The whole demo in order; a step that fails ends it, and the table says where and why."""

from __future__ import annotations

import socket
from dataclasses import dataclass

import httpx2

from installer.demo import story
from installer.demo.hall import Hall
from installer.demo.processes import Child
from installer.demo.proofs import Proofs

#: what the demo county's accounts share; said on its sign-in page too
DEMO_PASSWORD = "demo-hall-2026"
ERRORS = (RuntimeError, OSError, LookupError, ValueError, httpx2.HTTPError)


@dataclass
class Outcome:
    """What the end of the demo tells."""

    server: Child | None = None
    machine_seconds: float = 0.0
    number: str = ""
    query_code: str = ""
    slip: str = ""
    accounts: tuple[str, ...] = ()
    #: how long the screen stood still at most, and at which step
    longest_stall_s: float = 0.0
    stall_step: str = ""

    def figures(self, hall: Hall) -> dict[str, object]:
        return {
            "machine_seconds": round(self.machine_seconds, 2),
            "number": self.number,
            "query_code": self.query_code,
            "url": hall.url,
            "screens": str(hall.folder / "screens"),
            "slip": self.slip,
            "accounts": self.accounts,
            "password": DEMO_PASSWORD,
        }

    def summary(self, hall: Hall) -> str:
        lines = [
            f"机器用时（放卡到出回执）· machine time, card to slip: {self.machine_seconds:.1f} s",
            f"截图 · screenshots: {hall.folder / 'screens'}",
            f"回执 · slip: {self.slip}",
            f"中心 · centre: {hall.url}    查询 · progress: {hall.url}/progress?n={self.number}&c={self.query_code}",
            f"演示账户 · demo accounts: {', '.join(self.accounts)}    密码 · password: {DEMO_PASSWORD}",
            f"核验 · verify: HALL_SERVER_CONFIG={hall.centre_settings} ./hall admin verify --data {hall.folder / 'server'}",
        ]
        return "\n".join(lines)


def play(hall: Hall, proofs: Proofs, *, seed: int, port: int) -> Outcome:
    """Run every step; errors end up in `proofs`, never as a trace."""
    outcome = Outcome()
    try:
        _play(hall, proofs, outcome, seed, port)
    except ERRORS as error:
        proofs.say(f"\n{error}\n检查设备和服务 · check devices and services: ./hall doctor")
    return outcome


def _play(hall: Hall, proofs: Proofs, outcome: Outcome, seed: int, port: int) -> None:
    with proofs.step("启动中心（SQLite，演示县区）· Start the centre") as row:
        outcome.server = hall.start_server(port if port and _is_free(port) else None)
        row.proof = hall.url
    with proofs.step("生成材料 · Render the petition") as row:
        papers = story.prepare_papers(hall.folder, seed)
        row.proof = "，".join(path.name for path in papers.pages)
    with proofs.step("接上读卡器、打印机 · Attach reader and printer") as row:
        reader = hall.start_reader(hall.folder / "card.json")
        printer = hall.start_printer()
        row.proof = f"pcscd + {hall.reader_name}；{hall.printer_uri}"
    with proofs.step("启动终端到首屏 · Terminal to first screen") as row:
        _, visitor = hall.start_kiosk(hall.enrol_kiosk(), hall.folder / "pages")
        row.proof = f"首屏 · first screen {hall.kiosk_start_seconds:.1f} s"
    told = story.Story(hall, proofs, DEMO_PASSWORD, papers, reader, printer, visitor)
    story.to_the_card(told)
    story.papers_and_form(told)
    people = story.hand_in(told)
    outcome.accounts = (people.duty, people.leader, people.convenor)
    outcome.number, outcome.query_code = told.number, told.query_code
    outcome.slip = str(story.slip(told)["png"])
    outcome.machine_seconds = told.machine_seconds
    story.leave(told)
    story.acknowledge(told, people.duty)
    story.second_visit(told)
    stalls = visitor.state()["stalls"]
    outcome.longest_stall_s, outcome.stall_step = float(stalls["longest_s"]), str(stalls["step"])
    with proofs.step("核验：重放全部历史 · Verify: replay every history") as row:
        hall.verify()
        row.proof = "状态、时限、审计链与历史一致 · states, limits and chains agree with the history"


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
