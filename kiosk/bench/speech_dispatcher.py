"""A speech-dispatcher that writes down what it should say: SSIP on a local socket, on the running event loop."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWERS = {
    "SPEAK": "230 OK RECEIVING DATA",
    "CANCEL": "210 OK CANCELED",
    "SET": "208 OK DONE",
}
#: a set of SSIP that this daemon knows; the real one knows many more
_KNOWN = ("CLIENT_NAME", "PRIORITY", "PUNCTUATION", "RATE", "LANGUAGE", "VOLUME")


@dataclass
class Heard:
    """`spoken`: language, volume (-100 to 100) and text, in order. `silenced`: how often it was told to fall silent."""

    spoken: list[tuple[str, int, str]] = field(default_factory=list)
    silenced: int = 0
    refused: list[str] = field(default_factory=list)


class SpeechDispatcher(QObject):
    """Listens at `path` from `__init__` to `close`."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.heard = Heard()
        self._server = QLocalServer(self)
        if not self._server.listen(path):
            raise OSError(f"{path}: {self._server.errorString()}")
        self._server.newConnection.connect(self._meet)
        self._clients: list[QLocalSocket] = []
        self._set = {"LANGUAGE": "", "VOLUME": "0"}
        self._text: list[str] | None = None

    def close(self) -> None:
        for client in self._clients:
            client.abort()
        self._server.close()

    def _meet(self) -> None:
        client = self._server.nextPendingConnection()
        self._clients.append(client)
        client.readyRead.connect(lambda: self._listen(client))

    def _listen(self, client: QLocalSocket) -> None:
        while client.canReadLine():
            answer = self._understand(bytes(client.readLine().data()).decode().rstrip("\r\n"))
            if answer:
                client.write(answer.encode() + b"\r\n")

    def _understand(self, line: str) -> str:
        if self._text is not None:
            if line != ".":
                self._text.append(line[1:] if line.startswith("..") else line)
                return ""
            self.heard.spoken.append((self._set["LANGUAGE"], int(self._set["VOLUME"]), "\n".join(self._text)))
            self._text = None
            return "225-7\r\n225 OK MESSAGE QUEUED"
        words = line.split()
        match words:
            case ["SPEAK"]:
                self._text = []
            case ["CANCEL", "SELF"]:
                self.heard.silenced += 1
            case ["SET", "SELF", name, value] if name in _KNOWN:
                self._set[name] = value
            case _:
                self.heard.refused.append(line)
                return "500 ERR INVALID COMMAND"
        return _ANSWERS[words[0]]
