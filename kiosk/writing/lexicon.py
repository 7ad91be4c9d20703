"""The words that can be spelled in Pinyin, as one SQLite file made once on each terminal.

Words and how often they occur come from the dictionary of jieba, readings from pypinyin; both are read in a process of
its own (`python -m kiosk.writing.lexicon FILE`), because loading them would hold up the screen for seconds.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

_log = logging.getLogger("hall.kiosk.writing")

#: part of the file name, so that a file of an older layout is not taken for a new one
LAYOUT = 1
#: rarer words only lengthen the list somebody has to look through; characters are kept however rare, for names
MIN_COUNT, MAX_LENGTH = 10, 4
#: seconds for making the file on a machine ten times slower than the slowest supported
_BUILD_SECONDS = 60.0
#: a word of characters with many readings would otherwise be stored dozens of times
_MAX_READINGS = 4


def default_file(cache: Path) -> Path:
    """Where the words are kept below the cache folder."""
    return cache / f"pinyin-{LAYOUT}.sqlite"


def prepare(file: Path) -> Path:
    """Make the file unless it is there, in a child process; returns it. Raises `OSError` when that fails."""
    if not file.is_file():
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if path))
        command = [sys.executable, "-m", "kiosk.writing.lexicon", str(file)]
        try:
            subprocess.run(command, env=environment, check=True, capture_output=True, timeout=_BUILD_SECONDS)
        except subprocess.SubprocessError as error:
            raise OSError(f"拼音词表无法生成 · the Pinyin words cannot be made: {type(error).__name__}") from error
        _log.info("made the Pinyin words")
    return file


def build(file: Path) -> None:
    """Write the words to `file`: built aside and renamed into place, so a reader never sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    with closing(sqlite3.connect(aside)) as base:
        base.execute("CREATE TABLE word (spelling TEXT, initials TEXT, word TEXT, count INTEGER)")
        base.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", _rows())
        base.execute("CREATE INDEX spelling ON word (spelling, count DESC, word)")
        base.execute("CREATE INDEX initials ON word (initials, count DESC, word)")
        base.commit()
    aside.rename(file)


def _rows() -> Iterator[tuple[str, str, str, int]]:
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    known = {chr(code): tuple(dict.fromkeys(map(plain, said.split(",")))) for code, said in pinyin_dict.items()}
    counted = dict(_counted())
    for character, readings in known.items():
        for place, reading in enumerate(readings):
            # a second reading is the rarer one
            yield reading, "", character, counted.get(character, 0) >> (2 * place)
    for word, count in counted.items():
        if len(word) < 2 or any(character not in known for character in word):
            continue
        if word in phrases_dict:
            ways = [tuple(plain(syllable[0]) for syllable in phrases_dict[word])]
        else:
            ways = list(product(*(known[character][:2] for character in word)))[:_MAX_READINGS]
        for place, way in enumerate(ways):
            yield "".join(way), "".join(syllable[0] for syllable in way), word, count >> (2 * place)


def _counted() -> Iterator[tuple[str, int]]:
    from importlib.resources import files

    with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, *_ = line.split(" ")
            if len(word) == 1 or (len(word) <= MAX_LENGTH and int(count) >= MIN_COUNT):
                yield word, int(count)


def plain(syllable: str) -> str:
    """A syllable as it is typed: without tone, ü as v (GB/T 16159 keeps ü; keyboards have none)."""
    letters = unicodedata.normalize("NFD", syllable.lower()).replace("u\u0308", "v")
    return "".join(letter for letter in letters if "a" <= letter <= "z")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
