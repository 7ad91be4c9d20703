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
    """One class: `path` holds one to three names, `alias` what the branch is called since the reforms of 2018."""

    code: str
    path: tuple[str, ...]
    alias: str

    def category(self) -> Category:
        return Category(code=self.code, path=self.path)

    def said(self) -> str:
        """The name for a citizen: the branch as it is called today, and the narrowest level that says something."""
        narrow = next((name for name in reversed(self.path) if name != "其他"), "其他")
        branch = classes()[f"{self.code[:2]}0000"]
        return branch.alias or narrow if narrow == self.path[0] else f"{branch.alias or self.path[0]}—{narrow}"


@once
def classes() -> dict[str, ContentClass]:
    """Every class by its code."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: ContentClass(
                row["code"], tuple(row[key] for key in ("level1", "level2", "level3") if row[key]), row["alias"]
            )
            for row in csv.DictReader(file)
        }


def known_prefix(code: str) -> bool:
    """Whether `code` (2, 4 or 6 digits) names a branch, a group or a class of the scheme."""
    return len(code) in (2, 4, 6) and code.ljust(6, "0") in classes()
