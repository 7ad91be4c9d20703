"""Both ends of the SAM_V protocol against a partner that knows only its description."""

from __future__ import annotations

import json
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.drivers.by_the_book.client import Client
from tests.integration.drivers.by_the_book.module import PHOTO, Habits, Module, block

ROOT = Path(__file__).parents[3]
HALL = [sys.executable, "-m", "installer.command"]

RESIDENT = block(
    " ",
    {
        0: (30, "欧阳\ue000样本"),
        30: (2, "2"),
        32: (4, "98"),
        36: (16, "19000101"),
        52: (70, "河北省邯郸市峰峰矿区样本路1号"),
        122: (36, "130406190001010024"),
        158: (30, "样本市公安局峰峰矿区分局"),
        188: (16, "20200101"),
        204: (16, "长期"),
    },
)
PERMIT = block(
    "J",
    {
        0: (30, "陈样本"),
        30: (2, "1"),
        36: (16, "19000101"),
        52: (70, "福建省厦门市样本路2号"),
        122: (36, "830000190001010017"),
        158: (30, "厦门市公安局"),
        188: (16, "20200101"),
        204: (16, "20250101"),
        220: (18, "T12345678"),
        238: (4, "02"),
    },
)
FOREIGNER_2017 = block(
    "I",
    {
        0: (120, "SAMPLE, ANNA MARIA"),
        120: (2, "2"),
        122: (30, "CAN110081010101"),
        152: (6, "CAN"),
        158: (30, "安样本"),
        188: (16, "20180101"),
        204: (16, "20280101"),
        220: (16, "19810101"),
        236: (4, "01"),
        240: (8, "1500"),
    },
)
FOREIGNER_2023 = block(
    "Y",
    {
        0: (30, "安样本"),
        30: (2, "2"),
        32: (4, "01"),
        36: (16, "19810101"),
        52: (70, "SAMPLE ANNA MARIA CHRISTINA DE LA CRU"[:35]),
        220: (22, "Z EXAMPLE"),
        122: (36, "911124198108030024"),
        188: (16, "20240101"),
        204: (16, "20340101"),
        242: (6, "CAN"),
        250: (6, "081"),
    },
)


def read(path: str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HALL, "card", "read", "--serial", path, "--json", "--timeout", "8", *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def card_of(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_four_cards_come_out_as_they_were_written() -> None:
    cards = []
    for text in (RESIDENT, PERMIT, FOREIGNER_2017, FOREIGNER_2023):
        with Module(text) as module:
            cards.append(card_of(read(module.path)))
            assert not any(command[:2] == b"\x30\x10" for command in module.commands), "fingerprints were asked for"
    resident, permit, first, second = cards
    assert (resident["type"], resident["name"], resident["valid_to"]) == ("resident", "欧阳\ufffd样本", "长期")
    assert resident["raw_text"] == RESIDENT.hex()
    assert (resident["sex_name"], resident["ethnic"], resident["warnings"]) == ("女", "98", ["rare_character"])
    assert (permit["type"], permit["permit_number"], permit["issue_count"]) == ("hmt_permit", "T12345678", "02")
    assert "expired" in permit["warnings"]
    assert (first["type"], first["english_name"], first["number"]) == (
        "foreigner_2017",
        "SAMPLE, ANNA MARIA",
        "CAN110081010101",
    )
    assert (first["nationality"], first["birth"], first["authority"]) == ("CAN", "1981-01-01", "1500")
    assert second["english_name"] == "SAMPLE ANNA MARIA CHRISTINA DE LA CRU"[:35] + "Z EXAMPLE"
    assert (second["nationality"], second["former_link"], second["address"]) == ("CAN", "081", "")


FIND, SELECT, READ = b"\x20\x01", b"\x20\x02", b"\x30\x01"


@pytest.mark.parametrize(
    "habits",
    [
        pytest.param(Habits(echo=True, read_takes=1.2), id="echo"),
        pytest.param(Habits(drops=1, drop_pause=0.0003), id="one byte at a time"),
        pytest.param(Habits(drops=64, drop_pause=0.02), id="usb bridge"),
        pytest.param(Habits(noise=bytes.fromhex("00ffaaaaaa96aaaa9669ffff0000")), id="noise like a head"),
        pytest.param(Habits(noise=b"\xaa\xaa"), id="too many AA"),
        pytest.param(Habits(lose_first=True), id="first AA lost"),
        pytest.param(Habits(boot=1.6), id="still booting"),
        pytest.param(Habits(answer_after=0.2, read_takes=2.0), id="slow"),
        pytest.param(Habits(speed=4), id="9600 baud"),
        pytest.param(Habits(speed=2), id="38400 baud"),
        pytest.param(Habits(mishaps=[(READ, 0x41), (READ, 0x41)]), id="moved twice"),
        pytest.param(Habits(mishaps=[(SELECT, 0x81), (READ, 0x47)]), id="select, then random"),
        pytest.param(Habits(mishaps=[(READ, 0x31), (READ, 0x32), (READ, 0x33)]), id="authentication"),
        pytest.param(Habits(mishaps=[(FIND, 0x80), (FIND, 0x80), (FIND, 0x80)]), id="found at the fourth look"),
        pytest.param(Habits(mishaps=[(READ, 0x10), (SELECT, 0x11)]), id="command damaged"),
        pytest.param(Habits(mishaps=[(SELECT, 0x24)]), id="multiplexer"),
        pytest.param(Habits(spoiled=[READ, SELECT, FIND]), id="answers damaged"),
        pytest.param(Habits(stale_before=SELECT), id="late answer before the right one"),
    ],
)
def test_whatever_a_module_is_like_its_card_is_read(habits: Habits) -> None:
    with Module(RESIDENT, habits) as module:
        assert card_of(read(module.path))["number"] == "130406190001010024"


@pytest.mark.parametrize(("status", "words"), [(0x66, "厂家"), (0x60, "断电"), (0x40, "身份证"), (0x23, "23")])
def test_what_cannot_be_read_is_said_with_a_remedy(status: int, words: str) -> None:
    with Module(RESIDENT, Habits(mishaps=[(READ, status)])) as module:
        done = read(module.path)
        assert done.returncode == 1
        assert words in done.stderr
        assert "→" in done.stderr
        assert (b"\x10\xff" in module.commands) is (status == 0x60)


OK = b"\0\0\x90"


@pytest.mark.parametrize(
    ("habits", "words"),
    [
        pytest.param(Habits(base=OK + b"\xff\xff\xff\xff" + bytes(100)), "自相矛盾", id="lengths that lie"),
        pytest.param(Habits(base=OK + b"\x01\0\x04\0" + b" \0" * 128 + PHOTO), "不是二代身份证", id="blank text"),
        pytest.param(Habits(base=OK + b"\x01\0\x04\0" + bytes(1280)), "不是二代身份证", id="zeros"),
        pytest.param(Habits(base=b"\x6a\x82\x77"), "77", id="a status of no list"),
        pytest.param(Habits(breaks_off=600), "没有应答", id="breaks off in the middle"),
        pytest.param(Habits(speed=9), "五种速率", id="never answers"),
    ],
)
def test_a_module_that_talks_nonsense_is_said_within_seconds_and_nothing_of_it_is_taken(
    habits: Habits, words: str
) -> None:
    with Module(RESIDENT, habits) as module:
        done = read(module.path)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


class Simulator:
    """`hall devices simulate card-reader --pty`, worked from outside."""

    def __init__(self, *options: str) -> None:
        self._process = subprocess.Popen(
            [*HALL, "devices", "simulate", "card-reader", "--pty", *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.where = self._line()

    def tell(self, command: str) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        return self._line()

    def close(self) -> None:
        self.tell("quit")
        with self._process:
            self._process.wait(10)

    def _line(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    simulator = Simulator()
    yield simulator
    simulator.close()


def test_an_independent_host_reads_a_card_and_meets_every_rule_of_the_state_machine(simulator: Simulator) -> None:
    with Client(simulator.where["path"]) as host:
        assert host.ask("AAAAAA96690003 11FF ED").hex() == "000090"
        assert host.ask("AAAAAA96690003 12FF EE").hex() == "000090" + "05000300a53a340139300000b168de3a"
        assert host.ask("AAAAAA96690003 2001 22").hex() == "000080"
        assert host.ask("AAAAAA96690003 2002 21").hex() == "000081"
        assert host.ask("AAAAAA96690003 3001 32").hex() == "000041"
        assert simulator.tell("insert")["ok"]
        assert host.await_status("AAAAAA96690003 2001 22", 0x9F) == bytes.fromhex("00009f00000000")
        assert host.ask("AAAAAA96690003 2002 21") == bytes.fromhex("000090") + bytes(8)
        assert host.ask("AAAAAA96690003 3005 36")[:3].hex() == "000090"
        base = host.ask("AAAAAA96690003 3001 32")
        assert (len(base), base[:7].hex()) == (3 + 4 + 256 + 1024, "00009001000400")
        assert base[7:].decode("utf-16-le", "replace").startswith("测试甲")
        assert base[263:272] == PHOTO[:9]
        assert host.ask("AAAAAA96690003 3003 30").hex() == "000091"
        assert host.ask("AAAAAA96690003 2001 22").hex() == "000080", "a card that was read must leave first"
        simulator.tell("remove")
        assert host.ask("AAAAAA96690003 3005 36").hex() == "000041"


def test_an_independent_host_is_told_what_was_wrong_with_its_command(simulator: Simulator) -> None:
    with Client(simulator.where["path"]) as host:
        assert host.ask("AAAAAA96690003 2001 23").hex() == "000010"
        assert host.ask("AAAAAA96690002 20 22").hex() == "000011"
        assert host.ask("AAAAAA96690005 2001 0000 24").hex() == "000011"
        assert host.ask("AAAAAA96690005 2001 24").hex() == "000011", "fewer bytes than LEN says"
        assert host.ask("AAAAAA96690003 3002 31").hex() == "000021"
        assert host.ask("AAAAAA96690004 61FF50 CA").hex() == "000090"
        assert host.ask("00FF AAAA AAAAAA96690003 11FF ED").hex() == "000090", "garbage in front"
        for byte in bytes.fromhex("AAAAAA9669000311FF"):
            host.write(bytes([byte]))
        assert host.ask("ED").hex() == "000090", "a command in drops"


def test_an_independent_host_changes_the_speed_and_finds_the_module_there(simulator: Simulator) -> None:
    with Client(simulator.where["path"]) as host:
        assert host.ask("AAAAAA96690003 6004 67").hex() == "000090"
        assert host.ask("AAAAAA96690003 11FF ED", timeout=0.3) == b""
        host.set_speed(termios.B9600)
        assert host.ask("AAAAAA96690003 11FF ED").hex() == "000090"
        assert host.ask("AAAAAA96690003 6000 63").hex() == "000090"


@pytest.mark.parametrize(
    ("fault", "answers"),
    [("status 41 x2", ["000041", "000041"]), ("status 31", ["000031"]), ("status 47", ["000047"])],
)
def test_an_independent_host_meets_the_armed_fault(simulator: Simulator, fault: str, answers: list[str]) -> None:
    with Client(simulator.where["path"]) as host:
        simulator.tell("insert")
        simulator.tell(f"fault {fault}")
        host.await_status("AAAAAA96690003 2001 22", 0x9F)
        host.ask("AAAAAA96690003 2002 21")
        told = [host.ask("AAAAAA96690003 3001 32").hex() for _ in answers]
        assert told == answers
