"""What each kind of matter needs (一次性告知), read from the files beside this one: our own words, facts of the law."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.flow.doors.state import Blank, Section, Topic

TOPICS = Path(__file__).parent / "topics"
BLANKS = Path(__file__).parent / "blanks"
#: of the topics, in the order of the screen; every file needs a place here
GROUPS = ("labour", "land", "living", "surroundings", "law", "officials", "after", "others")
BLANK_ORDER = ("review", "proxy", "withdrawal", "materials", "corrections")
HEADINGS = {
    "bring": ("请带上", "Please bring"),
    "who": ("由谁负责", "Who is responsible"),
    "limits": ("多长时间", "How long it takes"),
    "note": ("注意", "Please note"),
}


class BadTopic(ValueError):
    """A file of topics or forms is wrong; the message names it."""


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    title_english: str
    picture: str
    topics: tuple[Topic, ...]


def groups(folder: Path = TOPICS) -> tuple[Group, ...]:
    """Return all groups in the order of the screen; raise `BadTopic`."""
    shared = _read(folder / "common.toml")
    return tuple(_group(key, _read(folder / f"{key}.toml"), shared) for key in GROUPS)


def blanks(folder: Path = BLANKS) -> tuple[Blank, ...]:
    """Return all forms in the order of the screen; raise `BadTopic`."""
    return tuple(_blank(key, _read(folder / f"{key}.toml")) for key in BLANK_ORDER)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadTopic(f"{file.name} 读不了 · cannot be read: {error}") from error


def _group(key: str, read: dict[str, Any], shared: dict[str, Any]) -> Group:
    try:
        title, english = read["title"]
        topics = tuple(_topic(key, one, shared) for one in read["topic"])
        return Group(key, title, english, read["picture"], topics)
    except (KeyError, TypeError, ValueError) as error:
        raise BadTopic(f"{key}.toml 内容有误 · is not as it should be: {error}") from error


def _topic(group: str, read: dict[str, Any], shared: dict[str, Any]) -> Topic:
    title, english = read["title"]
    sections = tuple(_section(name, read[name], shared) for name in HEADINGS if read[name])
    return Topic(f"{group}.{read['key']}", group, title, english, sections)


def _section(name: str, written: list[list[str]] | str, shared: dict[str, Any]) -> Section:
    pairs = shared[written]["lines"] if isinstance(written, str) else written
    if name == "bring":
        pairs = [*shared["card"]["lines"], *pairs]
    heading, english = HEADINGS[name]
    return Section(heading, english, tuple(zh for zh, _ in pairs), tuple(en for _, en in pairs))


def _blank(key: str, read: dict[str, Any]) -> Blank:
    try:
        title, english = read["title"]
        when, when_english = read["when"]
        rows = tuple((label, int(lines)) for label, lines in read["rows"])
        return Blank(
            key, title, english, read["picture"], when, when_english, tuple(read["lead"]), rows, tuple(read["notes"])
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadTopic(f"{key}.toml 内容有误 · is not as it should be: {error}") from error
