"""Synthetic matters at every stop of their way, put into a centre of the demo county."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.core.centre import Centre
    from server.core.work import Work

#: (text of the matter, steps taken with it)
WAGES = "工地拖欠我们农民工工资八个月，一共四万八千六百元，请求劳动监察部门帮助追讨被拖欠的工资。"
UNSURE = "去年反映的那件事一直没有人管，希望有人给一个说法。"
REASON = "该事项涉及施工合同结算，依据三定规定应由住房建设部门牵头，附职责清单第三条。"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put into the centre: places as `Examples` has them, the matters by id, the slip of the answered one."""

    places: tuple[tuple[str, str, str], ...]
    matters: tuple[str, ...]
    slip: str
    screen: str
    terminal: str
    instruction: str
    circular: str


def fill(centre: Centre) -> Filled:
    from server.accounts import kiosks
    from server.accounts.tables import Account
    from server.calling import displays
    from server.calling import service as calling
    from server.cases import access, disputes, papers, service, steps
    from server.core.database import transaction
    from server.core.work import Work

    with transaction(centre.engine, centre.domain) as session:
        work = Work(session, centre, centre.clock(), "system:pages")
        kiosk, _ = kiosks.enrol(work, "一号终端", "130406")
        terminal = kiosk.id

    def register(key: str, text: str, ago: timedelta = timedelta(0)) -> tuple[str, str, str]:
        with transaction(centre.engine, centre.domain) as session:
            return _register(Work(session, centre, centre.clock() - ago, f"kiosk:{terminal}"), terminal, key, text)

    def act(username: str, *done: tuple[object, object], case: str) -> None:
        for step, body in done:
            with transaction(centre.engine, centre.domain) as session:
                work = Work(session, centre, centre.clock(), f"account:{username}")
                who = access.reader(session, session.get_one(Account, username))
                version = access.find(session, who, case).last_seq
                if body is None:
                    service.acknowledge(work, who, case)
                else:
                    step(work, who, case, body.model_copy(update={"version": version}))  # type: ignore[operator,attr-defined]

    def serve(username: str, case: str) -> None:
        """Hand over the newest paper."""
        with transaction(centre.engine, centre.domain) as session:
            work = Work(session, centre, centre.clock(), f"account:{username}")
            seq = papers.of_case(work, access.reader(session, session.get_one(Account, username)), case).items[-1].seq
        body = papers.ServeRequest(version=0, manner="in_person", signed=True, served_at=centre.clock())
        act(username, (lambda work, who, case_id, said: papers.serve(work, who, case_id, seq, said), body), case=case)

    fresh, handled, unsure, objected, answered = (
        register(f"example-{n}", text) for n, text in enumerate((WAGES, WAGES, UNSURE, WAGES, WAGES))
    )
    late = register("example-late", WAGES, timedelta(days=20))
    now = centre.clock()
    act(
        "renshe.duty",
        (None, None),
        (steps.arrive, steps.ArriveRequest(version=0, arrived_at=now)),
        (steps.conclude, steps.ConcludeRequest(version=0, summary="当面核对了工资表和考勤记录。", settled=False)),
        (steps.accept, steps.AcceptRequest(version=0)),
        (steps.note, steps.NoteRequest(version=0, text="已约谈用人单位负责人，要求三日内提交工资台账。")),
        case=handled[0],
    )
    act("renshe.duty", (None, None), case=objected[0])
    act("renshe.duty", (disputes.object_to, disputes.ObjectRequest(version=0, reason=REASON)), case=objected[0])
    act(
        "renshe.duty",
        (None, None),
        (steps.arrive, steps.ArriveRequest(version=0, arrived_at=now)),
        (steps.conclude, steps.ConcludeRequest(version=0, summary="当面核对了工资表和考勤记录。", settled=False)),
        (steps.accept, steps.AcceptRequest(version=0)),
        case=answered[0],
    )
    serve("renshe.duty", answered[0])
    opinion = steps.OpinionRequest(
        version=0,
        outcome=steps.Outcome.SUPPORTED,
        facts="经核实，所反映的拖欠工资情况属实。",
        opinion="责令用人单位十日内支付拖欠的工资。",
        basis="《保障农民工工资支付条例》第三条",
    )
    act("renshe.duty", (steps.issue, opinion), case=answered[0])
    serve("renshe.duty", answered[0])
    with transaction(centre.engine, centre.domain) as session:
        work = Work(session, centre, centre.clock(), "account:xinfang.duty")
        for _ in range(3):
            calling.draw(work, "130406")
        for window in (2, 3, 2):
            calling.call_next(work, "130406", window)
        screen = displays.make(work, displays.DisplayRequest(name="一楼大厅", region="130406")).address
    handover, letter = _at_the_window(centre, terminal)
    instruction, circular = _overseen(centre, handled[0])
    screen = f"?{screen.partition('?')[2]}"
    slip = f"?n={answered[1]}&c={answered[2]}"
    duty, desk = "renshe.duty", "xinfang.duty"
    places = (
        ("login", "", "/login"),
        ("progress", "", f"/progress?n={fresh[1]}&c={fresh[2]}"),
        ("progress-answered", "", f"/progress{slip}"),
        ("progress-english", "", f"/progress{slip}&lang=en"),
        ("progress-ask", "", "/progress"),
        ("wall", "", f"/wall{screen}"),
        ("calling", desk, "/calling?window=2"),
        ("inbox", duty, "/inbox"),
        ("case-new", duty, f"/cases/{fresh[0]}"),
        ("case-handled", duty, f"/cases/{handled[0]}"),
        ("clocks", duty, f"/cases/{handled[0]}/clocks"),
        ("notices", duty, "/notices"),
        ("account", duty, "/account"),
        ("desk", desk, "/desk"),
        ("desk-objections", desk, "/desk?show=objections"),
        ("case-screening", desk, f"/cases/{unsure[0]}"),
        ("case-objected", desk, f"/cases/{objected[0]}"),
        ("leader", "renshe.leader", "/inbox"),
        ("desk-one", desk, f"/desk/{unsure[0]}"),
        ("case-late", duty, f"/cases/{late[0]}"),
        ("arrival", desk, "/arrival"),
        ("reception", desk, "/reception"),
        ("register", desk, "/register?form=X"),
        ("search", desk, "/search"),
        ("viewer", duty, f"/cases/{fresh[0]}/view/1"),
        ("handover", desk, f"/reception/handovers/{handover}"),
        ("receipt", desk, f"/register/receipts/{letter}"),
        ("nowhere", duty, "/nowhere"),
    )
    return Filled(
        places,
        tuple(one[0] for one in (handled, fresh, objected, unsure, answered)),
        slip,
        screen,
        terminal,
        instruction,
        circular,
    )


def _at_the_window(centre: Centre, terminal: str) -> tuple[str, str]:
    """Leave a visit at the terminal for the window, and register a letter there; return the id of the one, the key of the
    other."""
    from server.accounts.tables import Account, Kiosk
    from server.cases import access, handovers, intake
    from server.contract.v1 import Matter, Petitioner
    from server.contract.v1.handovers import HandoverRequest
    from server.core.database import transaction
    from server.core.ids import Form
    from server.core.work import Work

    key = "letter-0000-0001"
    with transaction(centre.engine, centre.domain) as session:
        work = Work(session, centre, centre.clock(), f"kiosk:{terminal}")
        visit = HandoverRequest(step="form", visit_started_at=work.now - timedelta(minutes=2))
        left = handovers.ask(work, session.get_one(Kiosk, terminal), "visit-0000-0001", visit)
    with transaction(centre.engine, centre.domain) as session:
        work = Work(session, centre, centre.clock(), "account:xinfang.duty")
        body = intake.ReceivedRequest(
            form=Form.LETTER,
            received_at=work.now,
            petitioner=Petitioner(name="柳测试", id_number="130406190001010016", phone="13800005678"),
            matter=Matter(summary=WAGES, text=WAGES),
        )
        intake.receive(work, access.reader(session, session.get_one(Account, "xinfang.duty")), key, body)
    return left.id, key


def _overseen(centre: Centre, case: str) -> tuple[str, str]:
    """Let a leader instruct and the convenor draft a circular; return their ids."""
    from server.accounts.tables import Account
    from server.cases import access
    from server.core.database import transaction
    from server.core.work import Work
    from server.instructions.service import InstructRequest, instruct
    from server.supervision import circulars

    with transaction(centre.engine, centre.domain) as session:
        work = Work(session, centre, centre.clock(), "account:renshe.leader")
        leader = access.reader(session, session.get_one(Account, "renshe.leader"))
        version = access.find(session, leader, case).last_seq
        text, due = "请三日内核清欠薪数额，并当面答复来访人。", work.now + timedelta(days=3)
        given = instruct(
            work, leader, case, InstructRequest(version=version, unit="130406-renshe", text=text, due_at=due)
        )
    with transaction(centre.engine, centre.domain) as session:
        work = Work(session, centre, centre.clock(), "account:convenor")
        convenor = access.reader(session, session.get_one(Account, "convenor"))
        said = circulars.DraftRequest(title="关于来访事项超期的通报", text="以下单位有事项超过承诺时限，请立即办理。")
        drafted = circulars.publish(work, convenor, circulars.draft(work, convenor, said).id)
    return given.id, drafted.id


def _register(work: Work, terminal: str, key: str, text: str) -> tuple[str, str, str]:
    """Register a matter of two pages; return its id, number and query code."""
    from server.cases import documents, service
    from server.contract.v1 import Matter, PageRef, Petitioner, RegisterRequest

    pages = []
    for number in range(2):
        data = _page(number)
        name = hashlib.sha256(data).hexdigest()
        documents.store(work, terminal, name, data)
        pages.append(PageRef(sha256=name, text=f"信访材料第 {number + 1} 页\n{text}"))
    body = RegisterRequest(
        hall_region="130406",
        visit_started_at=work.now - timedelta(seconds=95),
        registered_at=work.now,
        petitioner=Petitioner(
            name="柳测试",
            id_number="130406190001010016",
            sex="1",
            birth=date(1900, 1, 1),
            address="峰峰矿区演示小区2栋",
            phone="13800005678",
        ),
        matter=Matter(summary=text, text=text, requests=("追回被拖欠的工资",), place="峰峰矿区演示路1号"),
        pages=tuple(pages),
        notice_version="2026-1",
    )
    answer = service.register(work, terminal, "130406", f"{key}-00000000", body)
    return answer.petition_id, answer.number, answer.query_code


def _page(number: int) -> bytes:
    """A page image: grey lines where handwriting would stand."""
    from PIL import Image

    image = Image.new("RGB", (420, 594), (250, 248, 240))
    for line in range(12):
        image.paste((90, 90, 90 + number), (40, 60 + line * 40, 380 - line * 7, 68 + line * 40))
    data = BytesIO()
    image.save(data, "JPEG")
    return data.getvalue()
