"""Traffic of a printer is recorded, then printing runs against the recording: the fault comes again, without the printer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event

import pytest
import usb.core
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.core.recording import Entry, Recording, What, load
from installer.devices import devices
from printers.cli import print_group
from printers.journal import Journal
from printers.layout.sample import sample_slip
from printers.layout.slip import lay_out
from printers.masking import masked_job
from printers.printing import Job, Patience, print_once
from printers.profiles import Encoding, Profile, names
from printers.profiles import load as load_profile
from printers.recorded import record_job, recorded, recorder
from printers.render.escpos import render_escpos
from printers.replay import replayed
from printers.transport.base import Transport
from printers.transport.register import AnswerFault
from printers.transport.serialline import SerialLine
from printers.transport.simulator import VirtualPrinter
from printers.transport.uri import open_printer
from printers.transport.usb import UsbAddress, UsbTransport
from printers.transport.usbport import UsbPort
from tests.unit.printers.render.escpos_reader import Reader

PROFILE = load_profile("generic-80mm")
STARTED = datetime(2026, 1, 1, 12, tzinfo=UTC)
KEY = "visit-1/0"
PATIENCE = Patience(answer_s=0.5, proof_s=0.6, poll_s=0.02, blind_s=0.05, hot_s=0.1)
SECRETS = ("130406260601F00016", "7KQ2-M9XW-TB4", "7KQ2M9XWTB4", "张*", "人力资源", "0310-0000000")


def network(printer: VirtualPrinter) -> Callable[[], Transport]:
    return partial(open_printer, printer.uri)


@contextmanager
def carried(printer: VirtualPrinter, carrier: str) -> Iterator[Callable[[], Transport]]:
    if carrier == "serial":
        with SerialLine(printer.host, printer.port) as line:
            yield partial(open_printer, f"serial://{line.path}?flow=none")
    elif carrier == "usb":
        port = UsbPort(printer.host, printer.port)
        yield partial(UsbTransport, UsbAddress(), partial(usb.core.find, backend=port))
    else:
        yield network(printer)


def printed(
    path: Path,
    connect: Callable[[], Transport],
    *,
    profile: Profile = PROFILE,
    masked: bool = True,
    address: str = "tcp://printer",
) -> str:
    """Print the sample slip once, recording; return what came of it."""
    job = Job(KEY, render_escpos(lay_out(sample_slip()), profile))
    made = recorder(path, profile, address, STARTED, masked=masked)
    record_job(made, job, profile, PATIENCE)
    try:
        journal = Journal(path.with_suffix(".db"))
        way = recorded(connect, made, profile.encoding)
        return type(print_once(job, way, journal, Event(), profile=profile, patience=PATIENCE)).__name__
    finally:
        made.close()


def again(path: Path) -> list[str]:
    return [outcome.outcome for outcome in replayed(load(path), real_time=False)]


MISHAPS: list[tuple[str, Callable[[VirtualPrinter], object], str]] = [
    ("nothing", lambda p: None, "Printed"),
    ("no paper", lambda p: p.body.run_out_of_paper(), "OutOfPaper"),
    ("paper out in the middle", lambda p: p.body.run_out_of_paper(after_rows=500), "OutOfPaper"),
    ("cover", lambda p: p.body.after(300, lambda: p.body.set_cover(opened=True)), "CoverOpen"),
    ("jam", lambda p: p.body.jam_cutter(at_next_cut=True), "CutterJam"),
    ("silent", lambda p: p.answer_wrongly(AnswerFault.SILENT), "Unknown"),
    ("stale", lambda p: p.answer_wrongly(AnswerFault.STALE), "Unknown"),
    ("zero", lambda p: p.answer_wrongly(AnswerFault.ZERO), "Unknown"),
    ("only realtime", lambda p: p.answer_wrongly(AnswerFault.ONLY_REALTIME), "Unknown"),
    ("cable", lambda p: p.drop_connection_after(400), "Unknown"),
    ("cable at once", lambda p: p.drop_connection_after(2), "PrinterAbsent"),
    ("power", lambda p: p.body.after(400, p.cut_power), "Unknown"),
]


@pytest.mark.parametrize(("mishap", "outcome"), [m[1:] for m in MISHAPS], ids=[m[0] for m in MISHAPS])
def test_what_happened_at_a_printer_happens_again_without_it(
    tmp_path: Path, mishap: Callable[[VirtualPrinter], object], outcome: str
) -> None:
    path = tmp_path / "printer.jsonl"
    with VirtualPrinter(PROFILE) as printer:
        mishap(printer)
        assert printed(path, network(printer)) == outcome
    text = path.read_text(encoding="utf-8")
    assert not [s for s in SECRETS if s in text or s.encode("gbk").hex() in text]
    assert again(path) == [outcome]


@pytest.mark.parametrize("carrier", ["network", "serial", "usb"])
@pytest.mark.parametrize("profile", ["generic-80mm", "raster-80mm", "utf8-80mm"])
def test_every_carrier_and_kind_of_slip_is_replayed(tmp_path: Path, carrier: str, profile: str) -> None:
    path, facts = tmp_path / "printer.jsonl", load_profile(profile)
    with VirtualPrinter(facts) as printer, carried(printer, carrier) as connect:
        assert printed(path, connect, profile=facts) == "Printed"
    assert again(path) == ["Printed"]


def test_a_job_proved_by_its_id_is_replayed_with_it(tmp_path: Path) -> None:
    path, epson = tmp_path / "printer.jsonl", load_profile("epson-80mm")
    with VirtualPrinter(epson) as printer:
        assert printed(path, network(printer), profile=epson) == "Printed"
    assert again(path) == ["Printed"]


def test_a_printer_that_was_not_there_is_absent_again(tmp_path: Path) -> None:
    path = tmp_path / "printer.jsonl"
    assert printed(path, partial(open_printer, "tcp://127.0.0.1:1")) == "PrinterAbsent"
    assert again(path) == ["PrinterAbsent"]


def test_an_unmasked_recording_holds_the_very_bytes(tmp_path: Path) -> None:
    path = tmp_path / "printer.jsonl"
    with VirtualPrinter(PROFILE) as printer:
        printed(path, network(printer), masked=False)
        assert printer.wait_until_idle(5.0)
        sent = b"".join(entry.data for entry in load(path).entries if entry.what is What.OUT)
        assert printer.slips[0].data in sent


@pytest.mark.parametrize("name", names())
def test_a_masked_job_is_the_same_job_saying_nothing(name: str) -> None:
    profile = load_profile(name)
    data = render_escpos(lay_out(sample_slip()), profile)
    masked = masked_job(data, profile.encoding)
    assert len(masked) == len(data)
    utf8 = profile.encoding is Encoding.UTF_8
    before, after = (Reader(job, profile.dots, utf8=utf8).run() for job in (data, masked))
    assert [len(row.text) for row in before.rows] == [len(row.text) for row in after.rows]
    assert not set(after.said) - set("某x0") - set("，。、《》；：“”（）" + "".join(map(chr, range(0x21, 0x7F))))
    assert not any(char.isdigit() and char != "0" for char in after.said)
    assert not any(picture.ink(0, profile.dots) for picture in after.pictures)
    assert not [code for code in after.codes if set(code.text) != {"0"}]


@given(st.binary(max_size=300), st.sampled_from(Encoding))
def test_any_bytes_can_be_masked_and_keep_their_length(data: bytes, encoding: Encoding) -> None:
    assert len(masked_job(data, encoding)) == len(data)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.builds(
            Entry,
            at=st.floats(0, 5),
            what=st.sampled_from(What),
            data=st.binary(max_size=8) | st.sampled_from([b"\x10\x04\x01", b"\x10\x04\x04", b"\x12"]),
            note=st.fixed_dictionaries({}, optional={"call": st.just("print"), "value": st.integers() | st.text()}),
        ),
        max_size=20,
    )
)
def test_any_recording_comes_to_an_end(entries: list[Entry]) -> None:
    options = {"profile": PROFILE.model_dump(mode="json", exclude={"setup", "logo"})}
    calls = sum(entry.what is What.CALL for entry in entries)
    recording = Recording("printer", "tcp", STARTED.isoformat(), True, options, tuple(entries))
    assert len(replayed(recording, real_time=False)) == calls


def test_a_recording_of_something_else_or_of_no_printer_is_refused() -> None:
    with pytest.raises(ValueError, match="card"):
        replayed(Recording("card", "serial", STARTED.isoformat(), True, {}, ()))
    with pytest.raises(ValueError, match="profile"):
        replayed(Recording("printer", "tcp", STARTED.isoformat(), True, {"profile": {"dots": "x"}}, ()))


def test_from_the_command_line_a_fault_is_recorded_and_replayed(tmp_path: Path) -> None:
    path, run = tmp_path / "fault.jsonl", CliRunner().invoke
    with VirtualPrinter(PROFILE) as printer:
        printer.body.run_out_of_paper(after_rows=500)
        done = run(print_group, ["slip", "--printer", printer.uri, "--record", str(path), "--json"])
        assert json.loads(done.stdout.splitlines()[-1])["outcome"] == "OutOfPaper"
        told = run(print_group, ["status", "--printer", printer.uri, "--record", str(tmp_path / "status.jsonl")])
        assert told.exit_code == 1
    done = run(devices, ["replay", str(path), "--fast", "--json"])
    assert [o["outcome"] for o in json.loads(done.stdout)["outcomes"]] == ["OutOfPaper"]
    done = run(devices, ["replay", str(tmp_path / "status.jsonl"), "--fast"])
    assert "OutOfPaper" in done.stdout and "缺纸" in done.stdout


def test_recording_needs_a_printer_and_a_place(tmp_path: Path) -> None:
    assert CliRunner().invoke(print_group, ["slip", "--record", str(tmp_path / "x")]).exit_code == 2
    arguments = ["slip", "--printer", "tcp://127.0.0.1:1", "--record", str(tmp_path / "no" / "x")]
    assert CliRunner().invoke(print_group, arguments).exit_code == 1
