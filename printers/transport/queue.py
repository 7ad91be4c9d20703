"""A queue of CUPS: what it says of itself, and jobs whose number is known before their document leaves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from printers import status
from printers.transport.base import ConnectionLost, PrinterNotFound
from printers.transport.ipp import Answer, Attribute, IppError, Operation, Refused, Server, Tag, ask

#: where CUPS listens on this machine, by distribution
SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock")
NOT_FOUND = 0x0406
#: ways to a printer that tell CUPS when a page is out; over all others "completed" means "handed on"
CONFIRMING = frozenset({"ipp", "ipps", "dnssd", "implicitclass"})
SEVERITIES = ("-error", "-warning", "-report")
USER = "hall"
PRINTER_IDLE, PRINTER_STOPPED = 3, 5


class Format(StrEnum):
    PDF = "application/pdf"
    #: bytes for the printer as they are
    RAW = "application/vnd.cups-raw"


class Progress(Enum):
    """Where a job stands, numbered as IPP does; GONE: CUPS does not know it any more."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9
    GONE = 0


@dataclass(frozen=True, slots=True)
class QueueState:
    """`status` from CUPS's reasons (`Online`: no reason is given); `confirms`: pages are reported, not only bytes."""

    status: status.PrinterStatus
    accepting: bool
    confirms: bool


class CupsQueue:
    """One queue; every method raises `PrinterNotFound` (no CUPS, no such queue) or `ConnectionLost`."""

    def __init__(self, name: str, server: Server) -> None:
        self.name = name
        self._server = server
        self._path = f"/printers/{quote(name, safe='')}"
        self._uri = f"ipp://localhost{self._path}"

    def state(self) -> QueueState:
        """Ask how the queue is."""
        wanted = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "device-uri")
        answer = self._ask(Operation.GET_PRINTER, [(Tag.KEYWORD, "requested-attributes", wanted)])
        scheme = str(_first(answer, "device-uri", "")).partition(":")[0]
        return QueueState(
            status=_status(answer),
            accepting=bool(_first(answer, "printer-is-accepting-jobs", False)),
            confirms=scheme in CONFIRMING,
        )

    def open_job(self, title: str, kind: Format) -> int:
        """Open a job without a document, which prints nothing; return its number."""
        answer = self._ask(
            Operation.CREATE_JOB,
            [(Tag.NAME, "job-name", (title,)), (Tag.MIME, "document-format", (kind,))],
        )
        number = _first(answer, "job-id", 0)
        if not isinstance(number, int) or number <= 0:
            raise ConnectionLost
        return number

    def send(self, number: int, document: bytes, kind: Format) -> None:
        """Give a job its only document; from now on it prints."""
        of: list[Attribute] = [
            (Tag.INTEGER, "job-id", (number,)),
            (Tag.MIME, "document-format", (kind,)),
            (Tag.BOOLEAN, "last-document", (True,)),
        ]
        self._ask(Operation.SEND_DOCUMENT, of, document)

    def progress(self, number: int) -> Progress:
        """Ask where a job stands."""
        try:
            answer = self._ask(Operation.GET_JOB, [(Tag.INTEGER, "job-id", (number,))])
            return Progress(_first(answer, "job-state", 0))
        except (_NotThere, ValueError):
            return Progress.GONE

    def cancel(self, number: int) -> None:
        """Take a job back; what was printed of it stays printed."""
        self._ask(Operation.CANCEL_JOB, [(Tag.INTEGER, "job-id", (number,))])

    def _ask(self, operation: Operation, attributes: list[Attribute], document: bytes = b"") -> Answer:
        target: list[Attribute] = [(Tag.URI, "printer-uri", (self._uri,))]
        # The standard wants the number right behind the printer it belongs to.
        numbers = [a for a in attributes if a[1] == "job-id"]
        rest = [a for a in attributes if a[1] != "job-id"]
        user: list[Attribute] = [(Tag.NAME, "requesting-user-name", (USER,))]
        try:
            return ask(self._server, self._path, operation, [*target, *numbers, *user, *rest], document)
        except Refused as error:
            if error.code == NOT_FOUND:
                raise _NotThere(
                    f"CUPS 中没有队列 {self.name} · CUPS has no such queue",
                    "请用 lpstat -e 查看队列名 · List the queues with: lpstat -e",
                ) from error
            raise ConnectionLost(f"CUPS 拒绝了请求 · CUPS refused the request: {error}") from error
        except IppError as error:
            raise PrinterNotFound(
                f"连不上 CUPS · CUPS cannot be reached: {error}", "请启动 CUPS：sudo systemctl start cups · Start CUPS"
            ) from error


class _NotThere(PrinterNotFound):
    """CUPS answers, and knows no such queue or job."""


def open_queue(address: str) -> CupsQueue:
    """Return the queue of `cups:///QUEUE`, `cups://HOST[:631]/QUEUE` or `cups:///QUEUE?socket=PATH`.

    Raise `ValueError` when the address is none of these. Nothing is sent yet.
    """
    parts = urlsplit(address)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme != "cups" or not address.startswith("cups://") or not name or "/" in name:
        raise ValueError(address)
    if parts.hostname:
        return CupsQueue(name, Server(host=parts.hostname, port=parts.port or Server().port))
    default = next((path for path in SOCKETS if Path(path).exists()), "")
    return CupsQueue(name, Server(socket_path=parse_qs(parts.query).get("socket", [default])[0]))


def _status(answer: Answer) -> status.PrinterStatus:
    if _first(answer, "printer-state", 0) == PRINTER_IDLE:
        # Reasons of an idle queue are what its last job left behind: a job taken back while there was no paper leaves
        # "no paper" for good. They are true again once a job runs.
        return status.Online()
    reasons = {_bare(str(reason)) for reason in answer.get("printer-state-reasons", ())}
    if reasons & {"media-empty", "media-needed"}:
        return status.OutOfPaper()
    if reasons & {"cover-open", "door-open", "interlock-open"}:
        return status.CoverOpen()
    if reasons & {"media-jam", "marker-supply-empty", "toner-empty", "input-tray-missing"}:
        return status.Offline(error=True)
    if _first(answer, "printer-state", 0) == PRINTER_STOPPED or reasons & {"offline", "shutdown", "timed-out"}:
        return status.Offline()
    return status.NearEnd() if "media-low" in reasons else status.Online()


def _bare(reason: str) -> str:
    for severity in SEVERITIES:
        reason = reason.removesuffix(severity)
    return reason


def _first(answer: Answer, name: str, default: int | bool | str) -> int | bool | str:
    return answer.get(name, (default,))[0]
