"""One-time notice: groups, topics, and what a topic needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.doors.events import GroupChosen, TopicChosen
from kiosk.flow.doors.state import Guiding, Section, Topic
from kiosk.views.door import DoorModel


class GroupLike(Protocol):
    """A group of topics as the files have it."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def title_english(self) -> str: ...
    @property
    def picture(self) -> str: ...
    @property
    def topics(self) -> tuple[Topic, ...]: ...


def section_row(section: Section) -> dict[str, object]:
    english = section.lines_english or section.lines
    return {
        "heading": section.heading,
        "english": section.heading_english,
        "lines": [{"zh": zh, "en": en} for zh, en in zip(section.lines, english, strict=True)],
    }


class GuideModel(DoorModel):
    changed = Signal()

    def __init__(self, groups: Sequence[GroupLike]) -> None:
        super().__init__()
        self._groups = tuple(groups)

    @property
    def _door(self) -> Guiding:
        return self.visit.door if isinstance(self.visit.door, Guiding) else Guiding()

    @Property(str, notify=changed)
    def page(self) -> str:
        """ "groups", "topics" or "topic"."""
        if self._door.topic is not None:
            return "topic"
        return "topics" if self._door.group else "groups"

    @Property(list, notify=changed)
    def groups(self) -> list[dict[str, str]]:
        return [{"key": g.key, "zh": g.title, "en": g.title_english, "picture": g.picture} for g in self._groups]

    @Property(list, notify=changed)
    def topics(self) -> list[dict[str, str]]:
        group = next((g for g in self._groups if g.key == self._door.group), None)
        return [{"key": t.key, "zh": t.title, "en": t.title_english} for t in group.topics] if group else []

    @Property(dict, notify=changed)
    def title(self) -> dict[str, str]:
        group = next((g for g in self._groups if g.key == self._door.group), None)
        topic = self._door.topic
        if topic is not None:
            return {"zh": topic.title, "en": topic.title_english}
        return {"zh": group.title, "en": group.title_english} if group else {"zh": "", "en": ""}

    @Property(list, notify=changed)
    def sections(self) -> list[dict[str, object]]:
        return [section_row(one) for one in self._door.topic.sections] if self._door.topic else []

    @Property(str, notify=changed)
    def printState(self) -> str:
        return self.visit.print_state.value

    @Slot(str)
    def chooseGroup(self, key: str) -> None:
        self.happened.emit(GroupChosen(key))

    @Slot(str)
    def chooseTopic(self, key: str) -> None:
        found = next((t for g in self._groups for t in g.topics if t.key == key), None)
        if found is not None:
            self.happened.emit(TopicChosen(found))
