"""The lawful ways a claim can take (Regulations on Petitioning 2022, Art. 31): six items, of which the last alone is the
petition procedure with its 60 days (Art. 34). The others have the limits of their own laws."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.clocks.events import Tag


class Procedure(StrEnum):
    PETITION = "petition"
    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    PARTY_MEMBER = "party_member"
    RECONSIDERATION = "reconsideration"
    LICENSING = "licensing"
    #: adjudication, confirmation, penalty and other acts of an administrative procedure
    ADMINISTRATIVE = "administrative"
    DISCLOSURE = "disclosure"
    #: the organ looks into a breach of law or does what is its duty
    ENFORCEMENT = "enforcement"


@dataclass(frozen=True, slots=True)
class Way:
    #: item of Art. 31, 1 to 6
    item: int
    text: str
    #: what its rules ask for; None where no regime that ships has limits for it
    tag: Tag | None = None
    #: law and article that let materials be asked for; "" where none does
    materials: str = ""

    @property
    def basis(self) -> str:
        return f"《信访工作条例》第三十一条第（{'一二三四五六'[self.item - 1]}）项"


WAYS: dict[Procedure, Way] = {
    Procedure.PETITION: Way(6, "按信访程序调查核实，出具信访处理意见书"),
    Procedure.LITIGATION: Way(1, "依照诉讼、法律监督等法定程序处理"),
    Procedure.ARBITRATION: Way(2, "导入仲裁程序"),
    Procedure.PARTY_MEMBER: Way(3, "党员申诉、申请复审"),
    Procedure.RECONSIDERATION: Way(4, "导入行政复议", Tag.RECONSIDERATION, "《行政复议法》第三十一条"),
    Procedure.LICENSING: Way(4, "导入行政许可", Tag.LICENSING, "《行政许可法》第三十二条第一款第四项"),
    Procedure.ADMINISTRATIVE: Way(4, "导入行政裁决、确认、处罚等行政程序"),
    Procedure.DISCLOSURE: Way(5, "按政府信息公开申请答复", Tag.DISCLOSURE, "《政府信息公开条例》第三十条"),
    Procedure.ENFORCEMENT: Way(5, "依法查处违法行为、履行法定职责"),
}
