"""The content classes (内容分类), scheme gjxf-2016: three levels, our own six digits (two a level), modern names beside."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from server.contract.v1 import Category
from server.core.once import once

SCHEME = "gjxf-2016"
#: 其它, the one number of the national scheme that is public
OTHER = "990000"
_FILE = Path(__file__).with_name("classes.csv")


@dataclass(frozen=True, slots=True)
class ContentClass:
    """One class: `path` holds one to three names, `alias` what the branch is called since the reforms of 2018.

    `english` names the narrowest level, in plain words of our own: no official translation of the scheme is public.
    """

    code: str
    path: tuple[str, ...]
    alias: str
    english: str

    def category(self) -> Category:
        return Category(code=self.code, path=self.path, path_en=self.path_en)

    @property
    def path_en(self) -> tuple[str, ...]:
        """The names of all its levels in English."""
        return tuple(classes()[self.code[: 2 * level].ljust(6, "0")].english for level in range(1, len(self.path) + 1))

    def said(self) -> str:
        """The name for a citizen: the branch as it is called today, and the narrowest level that says something."""
        narrow = next((name for name in reversed(self.path) if name != "其他"), "其他")
        branch = classes()[f"{self.code[:2]}0000"]
        return branch.alias or narrow if narrow == self.path[0] else f"{branch.alias or self.path[0]}—{narrow}"

    def said_en(self) -> str:
        """The same in English."""
        path = self.path_en
        narrow = next((name for name in reversed(path) if name != "Other"), "Other")
        return narrow if narrow == path[0] else f"{path[0]}: {narrow}"


@once
def classes() -> dict[str, ContentClass]:
    """Every class by its code."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: ContentClass(
                row["code"],
                tuple(row[key] for key in ("level1", "level2", "level3") if row[key]),
                row["alias"],
                row["english"],
            )
            for row in csv.DictReader(file)
        }


def english_path(code: str) -> str:
    """Return the levels of a stored code in English; "" for a code there is not."""
    known = classes().get(code)
    return " / ".join(known.path_en) if known else ""


def known_prefix(code: str) -> bool:
    """Whether `code` (2, 4 or 6 digits) names a branch, a group or a class of the scheme."""
    return len(code) in (2, 4, 6) and code.ljust(6, "0") in classes()
