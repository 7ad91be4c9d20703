"""One hall on one machine: centre, card reader, thermal printer and terminal, each a process of its own."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from installer.demo.processes import Child, ChildFailed, Line, run
from installer.demo.visitor import Visitor

#: the kiosk's township: 彭城镇 in GB/T 2260 with the nine digits of the statistical code
HALL_REGION = "130406106"

# How long a part may take to say that it is ready, on two busy cores.
SERVER_SECONDS = 60.0
READER_SECONDS = 30.0
PRINTER_SECONDS = 15.0
KIOSK_SECONDS = 60.0
#: the daemon notices a card that was laid down or taken away by polling
CARD_SECONDS = 10.0


def free_port() -> int:
    """Return a TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Hall:
    """Start the parts in any order that makes sense; leaving the `with` block stops all of them."""

    folder: Path
    window: bool = False
    #: driver of the camera: "folder" gives each image once, at a tap; "table" shows the newest, which is taken by itself
    camera: str = "folder"
    #: environment of the terminal on top of this process's
    environment: dict[str, str] = field(default_factory=dict)
    url: str = ""
    printer_uri: str = ""
    reader_name: str = ""
    #: seconds from the terminal's start to its first drawn screen
    kiosk_start_seconds: float = 0.0
    _children: list[Child] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self, *, keep: Child | None = None) -> None:
        """Stop every part, the youngest first, but not `keep`."""
        for child in reversed(self._children):
            if child is not keep:
                child.stop()
        self._children = [child for child in self._children if child is keep]

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    @property
    def centre_settings(self) -> Path:
        return self.folder / "centre.toml"

    @property
    def centre_environment(self) -> dict[str, str]:
        """What a command on this centre's data needs to know of its settings."""
        return {"HALL_SERVER_CONFIG": str(self.centre_settings)}

    def verify(self) -> Line:
        """Replay every matter and look at what must always hold; raise `ChildFailed` when anything differs."""
        where = ("--data", str(self.folder / "server"), "--json")
        return run("hall admin verify", "admin", "verify", *where, environment=self.centre_environment)

    def start_server(self, port: int | None = None) -> Child:
        """Start the centre with the demo county on the embedded database; sets `url`."""
        port = port or free_port()
        arguments = ("server", "--demo", "--port", str(port), "--data", str(self.folder / "server"))
        # This hall never closes: minute clocks run only in hall hours, and a demo may be given on a Sunday night. A file, so
        # that later commands on the same data count the hours alike.
        self.centre_settings.write_text(
            f'hall_hours = "always"\npublic_url = "http://127.0.0.1:{port}"\n', encoding="utf-8"
        )
        server = self._child("server", "installer.command", *arguments, environment=self.centre_environment)
        self.url = server.wait(lambda line: "url" in line, seconds=SERVER_SECONDS, what="url")["url"]
        return server

    def start_worker(self) -> Child:
        """Start the background work of the centre: limits that run out, notices nobody has read."""
        where = ("worker", "--data", str(self.folder / "server"))
        return self._child("worker", "installer.command", *where, environment=self.centre_environment)

    def start_reader(self, card: Path) -> CardReader:
        """Start pcscd if none runs, and the virtual reader without a card; sets `reader_name`.

        The virtual reader has two slots; another program on this machine may hold the first.
        """
        for slot in ("0", "1"):
            child = self._child(
                "reader", "installer.command", "devices", "simulate", "card-reader", "--pcsc", "--slot", slot
            )
            try:
                line = child.wait(lambda line: "reader" in line, seconds=READER_SECONDS, what="reader")
            except ChildFailed:
                if slot == "1":
                    raise
                self.forget(child)
            else:
                self.reader_name = str(line["reader"])
                return CardReader(child, card)
        raise AssertionError("unreachable")

    def start_printer(self) -> Printer:
        """Start the virtual thermal printer; sets `printer_uri`."""
        port, slips = free_port(), self.folder / "slips"
        child = self._child(
            "printer",
            "installer.command",
            "devices",
            "simulate",
            "printer",
            "--port",
            str(port),
            "--render",
            str(slips),
        )
        child.wait(lambda line: "port" in line, seconds=PRINTER_SECONDS, what="port")
        self.printer_uri = f"tcp://127.0.0.1:{port}"
        return Printer(child)

    def enrol_kiosk(self) -> Path:
        """Give the terminal a key of its own at the centre; returns the key file."""
        key = self.folder / "kiosk-key.json"
        run(
            "hall admin kiosk enrol",
            *("admin", "kiosk", "enrol", "--data", str(self.folder / "server")),
            *("--name", "演示终端", "--region", HALL_REGION, "--server", self.url, "--out", str(key)),
        )
        return key

    def start_kiosk(self, key: Path | None, pages: Path) -> tuple[Child, Visitor]:
        """Start the terminal and stand in front of it. It is ready once its first screen was drawn."""
        settings = self.write_settings(key, pages)
        environment = dict(self.environment)
        if not self.window:
            environment |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        began = time.monotonic()
        kiosk = self._child("kiosk", "kiosk.bench.remote", "--settings", str(settings), environment=environment)
        kiosk.wait(lambda line: line.get("event") == "ready", seconds=KIOSK_SECONDS, what="first screen")
        self.kiosk_start_seconds = time.monotonic() - began
        return kiosk, Visitor(kiosk, self.folder / "screens")

    def write_settings(self, key: Path | None, pages: Path) -> Path:
        """Write the terminal's settings as an office would."""
        path = self.folder / "kiosk.toml"
        values = {
            "server_url": self.url,
            "key_file": str(key or ""),
            "data_dir": str(self.folder / "kiosk"),
            "hall_region": HALL_REGION,
            "hall_name": "彭城镇信访接待大厅",
        }
        tables: dict[str, dict[str, object]] = {
            "hall": {
                "address": "演示地址：彭城镇便民服务中心（虚构）",
                "address_english": "Demo address: Pengcheng town service centre (invented)",
                "phone": "0310-0000137",
                "progress_url": f"{self.url}/progress",
                "keeper": "峰峰矿区信访局（演示）",
                "keeper_english": "Fengfeng district petition office (demo)",
            },
            "card": {"driver": "pcsc"},
            "card.options": {"reader": self.reader_name},
            "camera": {"driver": self.camera},
            "camera.options": {"folder": str(pages)},
            "printer": {"uri": self.printer_uri, "profile": "generic-80mm"},
            "screen": {"fullscreen": False, "width": 1080, "height": 1920},
        }
        lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
        for table, rows in tables.items():
            lines += [
                "",
                f"[{table}]",
                *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in rows.items()),
            ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def forget(self, child: Child) -> None:
        """End one part as a power cut would."""
        child.kill()
        self._children.remove(child)

    def _child(self, name: str, module: str, *args: str, environment: dict[str, str] | None = None) -> Child:
        child = Child(name, module, *args, log=self.log(name), environment=environment)
        self._children.append(child)
        return child


class CardReader:
    """The virtual reader, worked from outside."""

    def __init__(self, child: Child, card: Path) -> None:
        self.child = child
        self._card = card

    def insert(self, card: Path | None = None) -> None:
        self._obey(f"insert {card or self._card}")

    def remove(self) -> None:
        self._obey("remove")

    def fault(self, name: str, *args: str) -> None:
        self._obey(" ".join(("fault", name, *args)))

    def clear(self) -> None:
        self._obey("clear")

    def _obey(self, command: str) -> None:
        self.child.send(command)
        answer = self.child.wait(lambda line: "ok" in line, seconds=CARD_SECONDS, what=command)
        if not answer["ok"]:
            raise RuntimeError(f"{command}: {answer}")


class Printer:
    """The virtual thermal printer, worked from outside."""

    def __init__(self, child: Child) -> None:
        self.child = child

    def obey(self, command: str) -> None:
        """`paper out`, `paper ok`, `cover open`, …"""
        self.child.send(command)
        answer = self.child.wait(lambda line: line["event"] in {"done", "error"}, seconds=CARD_SECONDS, what=command)
        if answer["event"] == "error":
            raise RuntimeError(f"{command}: {answer['message']}")

    def slip(self, *, seconds: float) -> Line:
        """Return the next slip that came out: its files `png`, `txt`, `bin`."""
        return self.child.wait(lambda line: "png" in line, seconds=seconds, what="slip")
