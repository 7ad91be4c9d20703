"""The virtual file over PC/SC, from both ends against a partner that knows only its description."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from smartcard import scard

from drivers.cards.simulator.pcscd import Pcscd, await_empty
from drivers.cards.simulator.vpcd import VpcdSlot
from tests.integration.drivers.by_the_book.chip import Chip
from tests.integration.drivers.by_the_book.module import PHOTO, block

pytestmark = [pytest.mark.pcsc, pytest.mark.xdist_group("pcsc")]

ROOT = Path(__file__).parents[3]
HALL = [sys.executable, "-m", "installer.command"]
TEXT = block(
    " ",
    {
        0: (30, "李样本"),
        30: (2, "1"),
        32: (4, "01"),
        36: (16, "19000101"),
        52: (70, "河北省邯郸市峰峰矿区样本路1号"),
        122: (36, "130406190001010016"),
        158: (30, "样本市公安局峰峰矿区分局"),
        188: (16, "20200101"),
        204: (16, "20400101"),
    },
)


@pytest.fixture(scope="module")
def owned_slot() -> Iterator[VpcdSlot]:
    """The second virtual reader for this module alone; the chip lays itself on it."""
    with Pcscd(), VpcdSlot(1, patience=100.0) as slot:
        yield slot


@pytest.fixture
def slot(owned_slot: VpcdSlot) -> VpcdSlot:
    # the chip of the test before was lifted a moment ago, and the daemon may not know yet
    assert await_empty(owned_slot.reader)
    return owned_slot


def read(reader: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HALL, "card", "read", "--reader", reader, "--json", "--timeout", "8"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("most", [256, 100])
def test_a_chip_that_knows_ff_b0_is_read_whole_and_asked_for_nothing_else(slot: VpcdSlot, most: int) -> None:
    with Chip(slot.port, TEXT, most=most) as chip:
        done = read(slot.reader)
    assert done.returncode == 0, done.stderr
    card = json.loads(done.stdout.splitlines()[-1])
    assert (card["name"], card["number"], card["valid_to"], card["warnings"]) == (
        "李样本",
        "130406190001010016",
        "2040-01-01",
        [],
    )
    assert {apdu[:2] for apdu in chip.asked} == {b"\xff\xb0"}


@pytest.mark.parametrize(("words", "told"), [("6a82", "不是二代身份证"), ("6d00", "不是二代身份证"), ("6300", "拿开")])
def test_a_chip_that_refuses_is_said_so(slot: VpcdSlot, words: str, told: str) -> None:
    with Chip(slot.port, TEXT, refuse=bytes.fromhex(words)):
        done = read(slot.reader)
    assert done.returncode == 1
    assert told in done.stderr
    assert "→" in done.stderr


def test_an_independent_program_pages_through_the_simulated_card(slot: VpcdSlot) -> None:
    # the simulator takes the first reader: this module holds the second
    with subprocess.Popen(
        [*HALL, "devices", "simulate", "card-reader", "--pcsc", "--patience", "60"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        where = json.loads(process.stdout.readline())
        process.stdin.write("insert\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["ok"]
        pages = _page(where["reader"])
        process.stdin.write("quit\n")
        process.stdin.flush()
        process.wait(10)
    assert [len(data) for data, _ in pages] == [256, 256, 256, 256, 256, 4, 0]
    assert [words for _, words in pages] == [0x9000] * 6 + [0x6A82]
    file = b"".join(data for data, _ in pages)
    assert (len(file), file[:4].hex(), file[260:269]) == (1284, "01000400", PHOTO[:9])
    assert file[4:10].decode("utf-16-le") == "测试甲"


def _page(reader: str) -> list[tuple[bytes, int]]:
    """Connect as any PC/SC program would and read block after block, one beyond the end."""
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    assert result == 0
    state: Any = scard.SCARD_STATE_UNAWARE
    while not state & scard.SCARD_STATE_PRESENT:
        _, [(_, state, atr)] = scard.SCardGetStatusChange(context, 5000, [(reader, state)])
    assert bytes(atr).hex() == "3b8f8001804f0ca00000030607ffb00000000020"
    result, card, protocol = scard.SCardConnect(
        context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    )
    assert result == 0
    pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
    pages = []
    for offset in (*range(0, 1284, 256), 1284):
        result, answer = scard.SCardTransmit(card, pci, [0xFF, 0xB0, offset >> 8, offset & 0xFF, 0])
        assert result == 0
        pages.append((bytes(answer[:-2]), answer[-2] << 8 | answer[-1]))
    scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
    scard.SCardReleaseContext(context)
    return pages
