"""What a photographed card face says, whichever kind of card it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CardFace:
    """What stands on the card. Never verified: paper and photographs can be made by anybody."""

    #: "" when it could not be read
    name: str
    #: GB/T 2261.1: "1" 男, "2" 女, "0" not known
    sex: str
    #: as printed, without 族; "" when it could not be read, or for a foreigner
    ethnic: str
    #: from the number
    birth: date
    #: "" when it could not be read
    address: str
    #: 18 characters with a right check character; 15 on a foreigner's card of 2017
    number: str

    def __repr__(self) -> str:
        """Identity data never reach a log through repr."""
        return "<CardFace>"
