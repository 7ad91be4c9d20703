"""What `hall doctor` asks of a terminal: each part is ready, absent or faulty, why, and what to do next."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from drivers.core.status import Absent, Faulty, Ready, Status
from kiosk.health.devices import devices
from kiosk.health.stalls import screen
from kiosk.reading.errors import ModelsMissing
from kiosk.reading.models import locate
from kiosk.settings import Settings
from kiosk.speech.ssip import PROGRAM, socket_path
from kiosk.uplink.client import CentreClient, Rejected, Unreachable, open_http
from kiosk.uplink.key import BadKeyFile, KioskKey
from kiosk.uplink.outbox import Outbox, State
from kiosk.uplink.seal import Unsealable
from kiosk.uplink.store import Store
from server.contract.v1 import SuggestRequest

#: fc-list answers from its cache; the first time it reads every font
FONT_SECONDS = 20.0


def checks(settings: Settings) -> Iterator[tuple[str, Status]]:
    """Yield name and status of every part, the quick ones first. Never raises."""
    yield "中文字体 · Chinese font", font()
    yield "终端密钥 · Kiosk key", key(settings)
    yield "本机数据 · Data folder", data_folder(settings)
    yield "屏幕 · Screen", screen(settings)
    yield "语音 · Voice", voice(settings)
    yield from devices(settings, datetime.now(UTC))
    yield "识别模型 · OCR models", models(settings)
    yield "中心 · Centre", centre(settings)


def font() -> Status:
    """Whether fontconfig knows a font for simplified Chinese."""
    if shutil.which("fc-list") is None:
        return Absent("没有 fontconfig · fontconfig is missing", "sudo apt-get install fontconfig fonts-noto-cjk")
    try:
        found = subprocess.run(
            ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False, timeout=FONT_SECONDS
        ).stdout.splitlines()
    except subprocess.TimeoutExpired:
        return Faulty("fontconfig 没有应答 · fontconfig does not answer", "fc-cache -f")
    families = sorted({line.split(",")[0] for line in found})
    if not families:
        return Absent("没有中文字体 · No Chinese font is installed", "sudo apt-get install fonts-noto-cjk")
    return Ready(next((name for name in families if name.startswith("Noto Sans CJK SC")), families[0]))


def voice(settings: Settings) -> Status:
    """Whether prompts would be heard."""
    place = Path(settings.voice.socket) if settings.voice.socket else socket_path()
    if place.is_socket() or shutil.which(PROGRAM):
        return Ready(str(place))
    return Absent(
        "没有 speech-dispatcher，终端不出声，其余照常 · No speech-dispatcher: the terminal is silent, all else works",
        "sudo apt-get install speech-dispatcher speech-dispatcher-espeak-ng",
    )


def key(settings: Settings) -> Status:
    """Whether this terminal was enrolled."""
    remedy = "hall admin kiosk enrol --server URL --out FILE, key_file = FILE"
    if not settings.key_file:
        return Absent("未设置终端密钥，登记只存本机 · No kiosk key: registrations stay on this terminal", remedy)
    try:
        return Ready(KioskKey.load(Path(settings.key_file)).kiosk_id)
    except BadKeyFile as error:
        return Faulty(str(error), remedy)


def data_folder(settings: Settings) -> Status:
    """Whether registrations can be kept, and how many wait or were refused."""
    folder = settings.data_dir.expanduser()
    try:
        store = Store(folder)
    except (OSError, sqlite3.Error, Unsealable) as error:
        return Faulty(
            f"无法在 {folder} 保存登记 · Registrations cannot be kept: {error}",
            "请检查磁盘空间和目录权限 · Check disk space and the folder's permissions",
        )
    outbox = Outbox(store)
    waiting, refused = outbox.count(State.WAITING), outbox.count(State.REFUSED)
    store.close()
    if refused:
        return Faulty(
            f"{refused} 件登记被中心退回 · {refused} registrations were refused by the centre",
            "请联系管理员查看日志后补登 · Ask the administrator to look at the log and register them by hand",
        )
    return Ready(f"{folder}，待上传 {waiting} 件 · {waiting} waiting")


def centre(settings: Settings) -> Status:
    """Whether the centre answers, and knows this terminal."""
    with open_http(settings.server_url) as http:
        try:
            known = KioskKey.load(Path(settings.key_file)) if settings.key_file else None
        except BadKeyFile:
            known = None
        if known is None:
            return Absent("没有终端密钥，无法检查 · Cannot be checked without a kiosk key", "hall admin kiosk enrol")
        # A preview: signed like every request, and nothing of it is stored.
        answer = CentreClient(http, known, lambda: datetime.now(UTC)).suggest(SuggestRequest(text="连通性检查"))
    match answer:
        case Unreachable():
            return Absent(
                f"无法连接中心 {settings.server_url} · The centre cannot be reached: {answer.reason}",
                "请检查网络和地址；断网时登记先存本机 · Check network and address; registrations are kept meanwhile",
            )
        case Rejected():
            problem = answer.problem
            return Faulty(f"{problem.message} · {problem.message_en}", problem.remedy)
        case _:
            return Ready(settings.server_url)


def models(settings: Settings) -> Status:
    """Whether the OCR models are on the disk."""
    try:
        return Ready(str(locate(settings.models_dir or None).recognition.parent))
    except ModelsMissing as error:
        return Absent(str(error), "请重新安装 rapidocr，或设置 models_dir · Reinstall rapidocr, or set models_dir")
