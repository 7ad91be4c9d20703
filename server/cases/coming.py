"""How a matter came to the hall: four forms (信访形式), five levels it may have been referred down from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from server.core.ids import Form


class Level(StrEnum):
    """Where it was raised first; every level keeps one case file."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class Came:
    """`reference` is the number the matter has where it was raised first, "" for here."""

    form: Form = Form.VISIT
    level: Level = Level.COUNTY
    reference: str = ""
    #: code of the unit it was addressed to directly, "" for the petition office (Art. 23(2))
    direct: str = ""
    #: who took it in says that life or property is in danger
    danger: bool = False

    def kept(self, *, direct: bool) -> Came:
        """Return it as it is stored: what the unit may not keep was received by the petition office."""
        return self if direct else replace(self, direct="")

    def payload(self) -> dict[str, str]:
        """What the history keeps of it; nothing for a visit to this hall."""
        if self == BY_VISIT:
            return {}
        said = {"form": self.form, "level": self.level, "reference": self.reference}
        more = {"direct": self.direct, "danger": "yes" if self.danger else ""}
        return {**said, **{name: value for name, value in more.items() if value}}


BY_VISIT = Came()
