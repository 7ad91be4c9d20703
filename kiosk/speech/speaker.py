"""The connection to speech-dispatcher: asynchronous, on the GUI thread, which it never holds up. No daemon, no sound."""

from __future__ import annotations

import logging
import shutil
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from kiosk.speech import ssip

log = logging.getLogger("hall.kiosk.speech")

#: ms between two attempts to reach the daemon
RETRY = 5000
#: ms the daemon gets to open its socket after it was started
STARTING = 1000


@dataclass(frozen=True, slots=True)
class Speech:
    """One thing to say; `language` "zh" or "en", `volume` in percent."""

    text: str
    language: str
    volume: int

    def __repr__(self) -> str:
        """What a visitor wrote may be in it."""
        return f"<Speech {self.language}>"


class Speaker(QObject):
    """Says one thing at a time; the next one cuts it short. Signals: `changed` when a voice came or went."""

    changed = Signal()

    def __init__(self, path: str = "") -> None:
        """`path` is the daemon's socket, "" for where it usually is."""
        super().__init__()
        self._path = path or str(ssip.socket_path())
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(self._greet)
        self._socket.disconnected.connect(self._lost)
        self._socket.errorOccurred.connect(self._lost)
        self._socket.readyRead.connect(self._read)
        self._retry = QTimer(self, interval=RETRY)
        self._retry.timeout.connect(self._connect)
        self._waiting: deque[bytes] = deque()
        #: the text that follows the answer to SPEAK
        self._text: bytes = b""
        self._asked = False
        self._there = False
        self._spawned = False

    @property
    def there(self) -> bool:
        """Whether anything would be heard."""
        return self._there

    def start(self) -> None:
        self._connect()
        self._retry.start()

    def stop(self) -> None:
        """Fall silent for good."""
        self._retry.stop()
        self._socket.disconnected.disconnect(self._lost)
        self._socket.abort()

    def say(self, speech: Speech) -> None:
        """Say this instead of whatever is being said; returns at once."""
        if not self._there:
            return
        self._waiting.clear()
        orders = (ssip.cancel(), ssip.language(speech.language), ssip.volume(speech.volume), ssip.speak())
        self._waiting.extend((*orders, ssip.text(speech.text)))
        self._next()

    def hush(self) -> None:
        """Fall silent now."""
        if not self._there:
            return
        self._waiting.clear()
        self._waiting.append(ssip.cancel())
        self._next()

    def _connect(self) -> None:
        if self._socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
            return
        self._socket.connectToServer(self._path)

    def _greet(self) -> None:
        self._there = True
        self._asked, self._text = False, b""
        self._waiting = deque(ssip.hello())
        self._next()
        log.info("speech-dispatcher answers")
        self.changed.emit()

    def _lost(self) -> None:
        if self._there:
            self._there = False
            log.info("speech-dispatcher is gone; the terminal is silent")
            self.changed.emit()
        elif not self._spawned and shutil.which(ssip.PROGRAM):
            # a daemon of the session is started by its first client
            self._spawned = True
            QProcess.startDetached(ssip.PROGRAM, ["--spawn"])
            QTimer.singleShot(STARTING, self, self._connect)

    def _next(self) -> None:
        """Send the next command once the last one was answered."""
        if self._asked or not self._waiting:
            return
        command = self._waiting.popleft()
        if command == ssip.speak():
            self._text = self._waiting.popleft()
        self._send(command)

    def _send(self, data: bytes) -> None:
        self._asked = True
        self._socket.write(data)

    def _read(self) -> None:
        while self._socket.canReadLine():
            code = ssip.final_code(bytes(self._socket.readLine().data()))
            if code is None:
                continue
            if code >= 300:
                log.info("speech-dispatcher refused a command: %d", code)
            text, self._text = self._text, b""
            if code == ssip.RECEIVING:
                self._send(text)
                continue
            self._asked = False
            self._next()
