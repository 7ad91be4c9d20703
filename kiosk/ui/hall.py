"""What the screens say about the hall itself. Plain values; the settings of the terminal fill them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HallInfo:
    """Published facts of the hall (条例 Art. 18) and of who processes personal data in it (PIPL Art. 17)."""

    name: str
    name_english: str
    address: str
    address_english: str
    phone: str
    hours: str
    hours_english: str
    #: who a visitor may complain to about the hall
    supervision_phone: str
    #: where progress is asked with number and query code
    progress_url: str
    #: the organ that answers for personal data
    keeper: str
    keeper_english: str
    #: said while nobody is there; plain text
    information: str = ""

    def drawn(self) -> dict[str, str]:
        """The same facts under the names that QML reads."""
        return {
            "name": self.name,
            "nameEnglish": self.name_english,
            "address": self.address,
            "addressEnglish": self.address_english,
            "phone": self.phone,
            "hours": self.hours,
            "hoursEnglish": self.hours_english,
            "supervisionPhone": self.supervision_phone,
            "progressUrl": self.progress_url,
            "keeper": self.keeper,
            "keeperEnglish": self.keeper_english,
            "information": self.information,
        }
