"""A text as the words somebody may look for. Pure.

Every word of the dictionary that stands anywhere in the text counts (农民工 and 民工), so that whatever somebody types out of
the text is found again, however a segmenter would cut it there. Characters no word covers are taken in pairs.
"""

from __future__ import annotations

import re
import unicodedata

import jieba

from server.core.once import once

#: characters read; by then it is said what the matter is about
READ = 2_000
#: words of one text
MOST = 120
_RUN = re.compile(r"[\u4e00-\u9fff]+|[0-9A-Z]{2,40}")


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, each once, in their order."""
    found: dict[str, None] = {}
    for run in _runs(text):
        found.update(dict.fromkeys(_every(run)))
    return tuple(found)[:MOST]


def asked(text: str) -> tuple[str, ...]:
    """Return the words a text must hold to be what was asked for; each is among the `words` of such a text."""
    found: dict[str, None] = {}
    for run in _runs(text):
        if run.isascii():
            found[run] = None
        else:
            cut = [part for word in _dictionary().cut(run, HMM=False) if len(word) > 1 for part in _parts(word)]
            found.update(dict.fromkeys(cut or _pairs(run)))
    return tuple(found)


def _runs(text: str) -> list[str]:
    plain = "".join(unicodedata.normalize("NFKC", text[: 2 * READ]).upper().split(" "))[:READ]
    return _RUN.findall(plain)


def _every(run: str) -> list[str]:
    if run.isascii():
        return [run]
    found, bare, covered = [], "", 0
    graph = _dictionary().get_DAG(run)
    for start, ends in graph.items():
        longer = [end for end in ends if end > start]
        found += [run[start : end + 1] for end in longer]
        if longer or start < covered:
            found += _pairs(bare)
            bare = ""
        else:
            bare += run[start]
        covered = max([covered, *(end + 1 for end in longer)])
    return found + _pairs(bare)


def _parts(word: str) -> list[str]:
    """Return the shorter words a long one is made of: who types 拖欠工资 means a text that holds 拖欠 and 工资 as well."""
    inside = [
        (start, end + 1)
        for start, ends in _dictionary().get_DAG(word).items()
        for end in ends
        if 0 < end - start < len(word) - 1
    ]
    whole = {place for start, end in inside for place in range(start, end)} == set(range(len(word)))
    return [word[start:end] for start, end in inside] if whole else [word]


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]


def prepare() -> None:
    """Read the dictionary, about a second's work, so that the first to register does not wait for it."""
    _dictionary()


@once
def _dictionary() -> jieba.Tokenizer:
    """The dictionary of jieba, read without its cache in the temporary folder, which anybody could have written."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
