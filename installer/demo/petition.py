"""The papers and the card of one invented person, and what a search of a disk must not find of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from installer.demo.processes import Line
from kiosk.bench.petition_pages import Petition, render_petition
from kiosk.bench.petition_text import PersonText

#: a card carries at most 35 characters of address
ADDRESS_CHARACTERS = 35


@dataclass(frozen=True)
class Papers:
    """A rendered petition on disk, with the person it speaks of."""

    person: PersonText
    petition: Petition
    #: where the camera finds the pages
    pages: tuple[Path, ...]
    #: what the virtual card holds, in the words of `hall devices simulate card-reader`
    card: Line

    @property
    def person_name(self) -> str:
        return self.person.name

    def traces(self, folder: Path) -> list[str]:
        """Return the files below `folder` that hold the person's name, number, phone or a page image in clear."""
        marks = [text.encode() for text in (self.person.name, self.person.id_number, self.person.phone)]
        marks += [page.jpeg[200:264] for page in self.petition.pages]
        found = []
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            data = path.read_bytes()
            if any(mark in data for mark in marks):
                found.append(str(path))
        return found


def lay_out_papers(folder: Path, seed: int) -> Papers:
    """Render the petition of this seed into `folder/pages`, replacing what was there."""
    petition = render_petition(seed)
    who = petition.truth.person
    pages = folder / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    for old in pages.iterdir():
        old.unlink()
    files = []
    for number, page in enumerate(petition.pages, start=1):
        path = pages / f"{number}-{page.kind}.jpg"
        path.write_bytes(page.jpeg)
        files.append(path)
    return Papers(who, petition, tuple(files), card_of(who))


def card_of(person: PersonText) -> Line:
    """Return the card of this person; birth and sex follow from the number (GB 11643)."""
    number = person.id_number
    return {
        "type": "resident",
        "name": person.name,
        "sex": "1" if int(number[16]) % 2 else "2",
        "ethnic": "01",
        "birth": f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
        "address": person.address[:ADDRESS_CHARACTERS],
        "number": number,
        "authority": "邯郸市公安局峰峰矿区分局",
        "valid_from": "2020-01-01",
        "valid_to": "长期",
    }


def kinds_on(papers: Papers) -> frozenset[str]:
    """Return the kinds of fields a reader must propose from these papers."""
    truth = papers.petition.truth
    always = {"name", "phone", "complained_of", "place", "request", "date", "summary"}
    return frozenset(always | ({"sum"} if truth.sums else set()))


def unread(papers: Papers, fields: Sequence[Line]) -> str:
    """Return what the paper says and the form does not, as a sentence; "" when the form has all of it."""
    truth = papers.petition.truth
    values = ["".join(str(field["value"]).split()) for field in fields]
    amounts = {str(field.get("normalised", "")) for field in fields if field["kind"] == "sum"}
    wanted = {
        "电话 · phone": [truth.person.phone],
        "被反映单位 · complained of": list(truth.complained_of),
        "诉求 · request": [request.rstrip("；。") for request in truth.requests],
    }
    missing = [name for name, texts in wanted.items() if not all(any(t in v for v in values) for t in texts)]
    if truth.sums and not all(any(_same_amount(str(s), a) for a in amounts) for s in truth.sums):
        missing.append("金额 · sums")
    return f"与原件不同 · differs: {', '.join(missing)}" if missing else ""


def _same_amount(wanted: str, found: str) -> bool:
    try:
        return float(wanted) == float(found)
    except ValueError:
        return False
