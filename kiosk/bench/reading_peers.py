"""The three contenders on the same page: our reading, RapidOCR's default pipeline, PaddleOCR's default pipeline.

The peers keep every default of theirs but the model files, which are ours. PaddleOCR's page orientation, unwarping
and line orientation need models of their own that no wheel carries; they are off, which makes it faster, not slower.
The memory of ours is measured in a reading process of its own, as the kiosk runs it.
"""

from __future__ import annotations

import logging
import re
import statistics
import threading
import time
import unicodedata
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from kiosk.reading import models
from kiosk.reading.engine import FoundLine, open_engine
from kiosk.reading.engine_name import EngineName
from kiosk.reading.order import in_reading_order
from kiosk.reading.pages import read_page
from kiosk.reading.process import ReadingProcess
from kiosk.reading.result import PageText

if TYPE_CHECKING:
    from kiosk.bench.page_folder import Sample

OURS, RAPID, PADDLE = "ours", "rapidocr", "paddleocr"
_PUNCTUATION = str.maketrans("：，；（）．！？％﹒∶“”‘’【】「」", ":,;().!?%.:\"\"''[][]")


@dataclass(frozen=True, slots=True)
class Said:
    """What a contender read: its lines in its own order, and in the order of `kiosk.reading.order`."""

    texts: tuple[str, ...]
    handwritten: float = 0.0


Reader = Callable[[bytes], Said]


@dataclass(frozen=True, slots=True)
class PageFigures:
    """Seconds (median of the rounds) and character error of each contender on one page."""

    name: str
    characters: int
    rounds: int
    seconds: dict[str, float]
    #: of all threads: what a busy machine cannot stretch
    cpu_seconds: dict[str, float]
    #: None: what stands on the page is not known
    errors: dict[str, float] | None
    #: part of the lines told as handwriting by ours, 0..1
    handwritten: float


@dataclass(frozen=True, slots=True)
class Figures:
    pages: tuple[PageFigures, ...]
    contenders: tuple[str, ...]
    load_seconds: float
    first_seconds: float
    memory_mb: float

    def median_seconds(self, who: str) -> float:
        return statistics.median(page.seconds[who] for page in self.pages)

    def most_seconds(self, who: str) -> float:
        return max(page.seconds[who] for page in self.pages)

    def total_seconds(self, who: str) -> float:
        return sum(page.seconds[who] for page in self.pages)

    def error(self, who: str) -> float | None:
        """Character error over all pages, long pages weighing more; None when no page has its text beside it."""
        known = [(page.errors[who], page.characters) for page in self.pages if page.errors is not None]
        whole = sum(characters for _, characters in known)
        return round(sum(error * characters for error, characters in known) / whole, 5) if whole else None

    def below(self, who: str) -> float | None:
        """How much lower our error is than that of `who`, as a part of theirs."""
        ours, theirs = self.error(OURS), self.error(who)
        return round(1 - ours / theirs, 4) if ours is not None and theirs else None

    def median_cpu(self, who: str) -> float:
        return statistics.median(page.cpu_seconds[who] for page in self.pages)

    def cpu_ratio(self, who: str) -> float:
        return statistics.median(page.cpu_seconds[who] / page.cpu_seconds[OURS] for page in self.pages)

    def ratio(self, who: str) -> float:
        """Median of how many times longer `who` takes than ours, page by page."""
        return statistics.median(page.seconds[who] / page.seconds[OURS] for page in self.pages)


def compare(samples: Sequence[Sample], rounds: int, cache: Path, say: Callable[[str], None]) -> Figures:
    """Read every sample with every contender, alternating; `say` hears of each page."""
    load_seconds, first_seconds, memory_mb = _as_the_kiosk_does(samples, cache)
    readers = _readers(cache)
    for reader in readers.values():
        reader(samples[0].data)
    pages = []
    for number, sample in enumerate(samples):
        spent: dict[str, list[float]] = {who: [] for who in readers}
        worked: dict[str, list[float]] = {who: [] for who in readers}
        said: dict[str, Said] = {}
        for turn in range(rounds):
            order = list(readers)
            first = (number + turn) % len(order)
            for who in order[first:] + order[:first]:
                begun, work = time.perf_counter(), time.process_time()
                said[who] = readers[who](sample.data)
                spent[who].append(time.perf_counter() - begun)
                worked[who].append(time.process_time() - work)
        page = PageFigures(
            sample.name,
            len(plain(sample.truth or "")),
            rounds,
            {who: round(statistics.median(times), 4) for who, times in spent.items()},
            {who: round(statistics.median(times), 4) for who, times in worked.items()},
            None if sample.truth is None else {who: _least_error(sample.truth, one) for who, one in said.items()},
            said[OURS].handwritten,
        )
        pages.append(page)
        say(f"{page.name}: " + "  ".join(f"{w} {page.seconds[w]:.2f} s{_cer(page, w)}" for w in readers))
    return Figures(tuple(pages), tuple(readers), load_seconds, first_seconds, memory_mb)


def _cer(page: PageFigures, who: str) -> str:
    return f" CER {page.errors[who]:.4f}" if page.errors else ""


def _least_error(truth: str, said: Said) -> float:
    """In the order the contender gave, or in ours where that is kinder: order is not what is compared."""
    return round(min(character_error(truth, text) for text in said.texts), 5)


def _as_the_kiosk_does(samples: Sequence[Sample], cache: Path) -> tuple[float, float, float]:
    """Load, first page and peak memory of the reading process, alone on the machine."""
    never = threading.Event()
    with ReadingProcess(None, cache) as process:
        # an empty page waits for the loading and costs nothing
        process.read(b"", 0, never)
        loaded = process.load_seconds or 0.0
        begun = time.perf_counter()
        process.read(samples[0].data, 0, never)
        first = time.perf_counter() - begun
        for index, sample in enumerate(samples):
            process.read(sample.data, index, never)
        return loaded, first, _peak_mb(process.pid)


def _peak_mb(pid: int | None) -> float:
    """Most memory a process ever held, in MB; 0 when it is gone. proc(5): VmHWM is in kB."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.is_file() else None
    return int(found[1]) / 1000 if found else 0.0


def _readers(cache: Path) -> dict[str, Reader]:
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    ours = open_engine(EngineName.PADDLE, None, cache)
    return {
        OURS: lambda data: _ours(read_page(ours, data, 0)),
        RAPID: _rapidocr(),
        PADDLE: _paddleocr(cache),
    }


def _rapidocr() -> Reader:
    from rapidocr import RapidOCR

    found = models.locate(None)
    engine: Any = RapidOCR(
        params={
            "Global.log_level": "error",
            "Det.model_path": str(found.detection),
            "Rec.model_path": str(found.recognition),
        }
    )

    def read(data: bytes) -> Said:
        said = engine(_pixels(data))
        return _said(said.txts or (), () if said.boxes is None else said.boxes)

    return read


def _paddleocr(cache: Path) -> Reader:
    from paddleocr import PaddleOCR

    folders = models.prepare(models.locate(None), cache)
    engine: Any = PaddleOCR(
        text_detection_model_name=models.DETECTION,
        text_detection_model_dir=str(folders.detection),
        text_recognition_model_name=models.RECOGNITION,
        text_recognition_model_dir=str(folders.recognition),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        engine="onnxruntime",
        device="cpu",
    )

    def read(data: bytes) -> Said:
        (said,) = engine.predict(_pixels(data))
        return _said(said["rec_texts"], said["rec_polys"])

    return read


def _ours(page: PageText) -> Said:
    hand = sum(bool(line.handwriting) for line in page.lines)
    return Said((page.text,), round(hand / max(1, len(page.lines)), 3))


def _said(texts: Sequence[str], quads: Sequence[Any]) -> Said:
    found = [FoundLine(np.asarray(quad, np.float32), text, 1.0) for quad, text in zip(quads, texts, strict=True)]
    return Said(("\n".join(texts), "\n".join(line.text for line in in_reading_order(found))))


def _pixels(data: bytes) -> Any:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def plain(text: str) -> str:
    """Text without spaces and with one form of punctuation: neither is an error of reading."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_PUNCTUATION)


def character_error(truth: str, said: str) -> float:
    """Edits over the length of the truth, 0 for a perfect reading; may exceed 1."""
    a, b = plain(truth), plain(said)
    if not a:
        return float(len(b) > 0)
    before = np.arange(len(b) + 1)
    other = np.frombuffer(b.encode("utf-32-le"), np.uint32)
    steps = np.arange(len(b) + 1)
    for number, char in enumerate(a, start=1):
        row = np.empty_like(before)
        row[0] = number
        row[1:] = np.minimum(before[1:] + 1, before[:-1] + (other != ord(char)))
        # insertions run along the row: the least of row[j] - j so far, plus j
        before = np.minimum.accumulate(row - steps) + steps
    return float(before[-1]) / len(a)
