"""What an invariant is: something that always holds, checked by looking, with the command that explains a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from server.core.work import Work


@dataclass(frozen=True, slots=True)
class Invariant:
    """`check` yields one sentence for each failure and changes nothing."""

    name: str
    #: in words, Chinese and English
    text: str
    text_en: str
    #: the command that shows more; `{about}` is what a sentence begins with: a number, an account, a table and a key
    explain: str
    check: Callable[[Work], Iterator[str]]

    def failure(self, sentence: str) -> Failure:
        """Return the finding with the command that explains it."""
        about, colon, _ = sentence.partition(": ")
        return Failure(self.name, sentence, self.explain.format(about=about if colon else "").rstrip())


@dataclass(frozen=True, slots=True)
class Failure:
    invariant: str
    sentence: str
    explain: str

    def __str__(self) -> str:
        return f"[{self.invariant}] {self.sentence} → {self.explain}"
