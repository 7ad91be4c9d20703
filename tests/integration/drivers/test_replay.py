"""Traffic of a reader is recorded, then the driver runs against the recording: the fault comes again, without the device."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.cards import CardReader
from drivers.cards.pcsc import PcscCardReader
from drivers.cards.samreader import SamCardReader
from drivers.cards.serial import SerialCardReader
from drivers.cards.simulator.card import SyntheticCard, card_of, sample_card
from drivers.cards.simulator.escape import EscapeReader
from drivers.cards.simulator.faults import Fault
from drivers.cards.simulator.pcscd import Pcscd
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.simulator.vpcd import VpcdSlot
from drivers.cards.trial import replayed
from drivers.core.errors import DeviceError
from drivers.core.recording import Entry, Recorder, Recording, What, load

TODAY = date(2026, 1, 1)
STARTED = datetime(2026, 1, 1, 12, tzinfo=UTC)
NEVER = threading.Event()
SOON_S = 8.0
SECRETS = ("测试甲", "130406190001010016", "临水镇模拟村", "模拟市公安局")


def recorded(
    path: Path, reader: SamCardReader | PcscCardReader, driver: str, *, masked: bool = True, profile: str = ""
) -> list[str]:
    """Wait for a card and read it once, recording; return what came of it."""
    recorder = Recorder(
        path,
        kind="card",
        driver=driver,
        started=STARTED,
        masked=masked,
        options={"profile": profile} if profile else {},
    )
    reader.record(recorder)
    try:
        with reader:
            return [outcome_of(reader)]
    finally:
        recorder.close()


def outcome_of(reader: CardReader) -> str:
    try:
        assert reader.wait_card(timeout=SOON_S, cancel=NEVER)
        return reader.read(cancel=NEVER).name
    except DeviceError as error:
        return type(error).__name__


def outcomes(path: Path) -> list[str]:
    found = replayed(load(path), real_time=False)
    return [o.card.name if o.card else type(o.error).__name__ for o in found]


def secrets_in(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [s for s in SECRETS if s in text or s.encode("utf-16-le").hex() in text]


@pytest.mark.parametrize(
    ("arm", "before", "after"),
    [
        (lambda sam: None, "测试甲", "某某某"),
        (lambda sam: sam.faults.arm(Fault.BAD_CHECKSUM), "测试甲", "某某某"),
        (lambda sam: sam.faults.arm(Fault.TRUNCATE, "700"), "测试甲", "某某某"),
        (lambda sam: sam.faults.arm(Fault.GARBAGE, "aaaaaa96690010"), "测试甲", "某某某"),
        (lambda sam: sam.faults.arm(Fault.STATUS, "41", times=2), "测试甲", "某某某"),
        (lambda sam: sam.faults.arm(Fault.STATUS, "41", times=20), "CardRemoved", "CardRemoved"),
        (lambda sam: sam.faults.arm(Fault.STATUS, "31", times=20), "NotAnIdentityCard", "NotAnIdentityCard"),
        (lambda sam: sam.faults.arm(Fault.STATUS, "66", times=20), "DeviceFault", "DeviceFault"),
        (lambda sam: sam.faults.arm(Fault.PULL, "600"), "CardRemoved", "CardRemoved"),
    ],
)
def test_what_happened_on_a_serial_line_happens_again(
    tmp_path: Path, arm: Callable[[SimulatedSam], None], before: str, after: str
) -> None:
    path = tmp_path / "line.jsonl"
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        line.sam.insert(sample_card())
        arm(line.sam)
        assert recorded(path, SerialCardReader(line.path, today=lambda: TODAY), "serial") == [before]
    assert secrets_in(path) == []
    assert outcomes(path)[:1] == [after]


def test_an_unmasked_recording_gives_the_card_itself(tmp_path: Path) -> None:
    path = tmp_path / "line.jsonl"
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        line.sam.insert(sample_card())
        recorded(path, SerialCardReader(line.path, today=lambda: TODAY), "serial", masked=False)
    (outcome,) = replayed(load(path), real_time=False)
    assert outcome.card is not None
    assert (outcome.card.raw_text, outcome.card.raw_photo) == (sample_card().text, sample_card().photo)


def test_a_pulled_cable_is_in_the_recording(tmp_path: Path) -> None:
    path = tmp_path / "line.jsonl"
    recorder = Recorder(path, kind="card", driver="serial", started=STARTED)
    with SamPty(SimulatedSam(physics=INSTANT)) as line, SerialCardReader(line.path, today=lambda: TODAY) as reader:
        reader.record(recorder)
        assert not reader.wait_card(timeout=0.1, cancel=NEVER)
        line.unplug()
        assert outcome_of(reader) == "DeviceAbsent"
    recorder.close()
    assert outcomes(path)[0] == "DeviceAbsent"


@pytest.mark.parametrize("profile", ["escape:1", "uid_only", "ff_b0"])
def test_a_pcsc_reader_is_replayed_whatever_its_method(tmp_path: Path, profile: str) -> None:
    path = tmp_path / "pcsc.jsonl"
    bench = EscapeReader(SimulatedSam(physics=INSTANT))
    bench.insert(sample_card())
    reader = PcscCardReader(profile=profile, open_service=bench.open, today=lambda: TODAY)
    (before,) = recorded(path, reader, "pcsc", profile=profile)
    assert secrets_in(path) == []
    assert outcomes(path)[0] == ("某某某" if before == "测试甲" else before)


@pytest.mark.pcsc
@pytest.mark.xdist_group("pcsc")
@pytest.mark.parametrize(
    "card",
    [sample_card(), SyntheticCard(text=bytes(256), photo=bytes(1024), card_number=bytes(28))],
    ids=["a card", "a blank chip"],
)
def test_a_reader_of_the_daemon_is_replayed_without_the_daemon(tmp_path: Path, card: SyntheticCard) -> None:
    path = tmp_path / "pcsc.jsonl"
    with Pcscd(), VpcdSlot(1, physics=INSTANT, patience=100.0) as slot:
        slot.insert(card)
        (before,) = recorded(path, PcscCardReader(slot.reader, today=lambda: TODAY), "pcsc")
    assert secrets_in(path) == []
    assert outcomes(path) == ["某某某" if before == "测试甲" else "NotAnIdentityCard"]


def test_a_recording_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="printer"):
        replayed(Recording("printer", "serial", STARTED.isoformat(), True, {}, ()))


ENTRIES = st.lists(
    st.builds(
        Entry,
        at=st.floats(0, 5),
        what=st.sampled_from(What),
        data=st.binary(max_size=40)
        | st.sampled_from(
            [bytes.fromhex("aaaaaa96690003200122"), bytes.fromhex("aaaaaa966900080000" + "9f0000000097")]
        ),
        note=st.dictionaries(
            st.sampled_from(["sw", "states", "names", "trouble", "code"]),
            st.sampled_from(["9000", "x", 3, None, ["R"], [["R", True, 1]], [["R", 1]], {"a": 1}]),
            max_size=3,
        ),
    ),
    max_size=25,
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES, st.sampled_from(["serial", "pcsc", "usb"]), st.sampled_from(["", "escape", "apdu_prefix:ff000000"]))
def test_any_recording_comes_to_an_end(entries: list[Entry], driver: str, profile: str) -> None:
    recording = Recording("card", driver, STARTED.isoformat(), True, {"profile": profile}, tuple(entries))
    assert len(replayed(recording, real_time=False)) <= 1000


def test_added_addresses_are_masked_too(tmp_path: Path) -> None:
    path = tmp_path / "line.jsonl"
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        line.sam.insert(card_of({"name": "测试甲", "birth": "19000101", "extra_addresses": ["临水镇模拟村"]}))
        recorded(path, SerialCardReader(line.path, today=lambda: TODAY, extra_addresses=True), "serial")
    assert secrets_in(path) == []
