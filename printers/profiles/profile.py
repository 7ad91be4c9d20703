"""What is known of a printer model, validated when it is loaded."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

FOLDER = Path(__file__).parent
#: Font A of ESC/POS at 203 dpi: 12 x 24 dots a column, a hanzi takes two columns
CELL_WIDTH = 12
CELL_HEIGHT = 24


class Encoding(StrEnum):
    """How text reaches the paper; RASTER sends dots instead of characters."""

    GB18030 = "gb18030"
    GBK = "gbk"
    UTF_8 = "utf-8"
    RASTER = "raster"


class Cutter(StrEnum):
    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Sensor(StrEnum):
    """Sensors the printer really has; bits of the others are noise."""

    PAPER_END = "paper_end"
    NEAR_END = "near_end"
    COVER = "cover"


class QrMode(StrEnum):
    NATIVE = "native"
    RASTER = "raster"


class Proof(StrEnum):
    """What the printer can be asked at the end of a job to prove that it is done."""

    #: GS r 1, answered after everything before it
    GS_R = "gs_r"
    #: GS ( H, answered with the job's own id after everything before it; printers of Epson's class
    PROCESS_ID = "process_id"
    #: nothing: somebody has to look
    NONE = "none"


class DoubleHanzi(StrEnum):
    """Which command doubles hanzi: GS ! everywhere by the standard, FS ! beside it on some clones."""

    GS = "gs"
    BOTH = "both"


def _from_hex(value: object) -> object:
    return bytes.fromhex(value) if isinstance(value, str) else value


class UnknownProfile(LookupError):
    """No such profile, or its file is wrong; the message says which and what to do."""


class Profile(BaseModel):
    """A printer model. `dots` and `columns` across the paper, `speed_mm_s` from the data sheet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    dots: Annotated[int, Field(ge=200, le=1280, multiple_of=8)]
    columns: Annotated[int, Field(ge=16, le=106)]
    encoding: Encoding
    cutter: Cutter
    sensors: frozenset[Sensor]
    qr: QrMode
    proof: Proof
    double_hanzi: DoubleHanzi
    #: tells changes unasked (ASB): the only word that gets out while its full buffer lets no question in
    reports: bool
    speed_mm_s: Annotated[int, Field(ge=10, le=1000)]
    #: a PNG printed above every slip; relative to the profile's own file
    logo: Path | None = None
    #: sent right after ESC @, written in hex: what this model needs before its font can be used (ESC t n, ESC R n,
    #: FS C n, or a command that takes a dual-mode model out of label printing)
    setup: Annotated[bytes, BeforeValidator(_from_hex)] = b""

    @model_validator(mode="after")
    def _columns_fit(self) -> Self:
        if self.columns * CELL_WIDTH > self.dots:
            raise ValueError(f"{self.columns} columns of {CELL_WIDTH} dots do not fit into {self.dots} dots")
        return self


def names() -> list[str]:
    """Return the names of all shipped profiles."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@lru_cache(maxsize=32)
def load(name: str) -> Profile:
    """Return the profile called `name`, or the one in the file `name` when it ends in .toml; raise `UnknownProfile`."""
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        if isinstance(facts.get("logo"), str):
            facts["logo"] = str(path.parent / facts["logo"])
        return Profile.model_validate({"name": path.stem, **facts})
    except FileNotFoundError:
        known = ", ".join(names())
        raise UnknownProfile(f"没有打印机型号 {name}，可选 {known} · No such profile; choose one of: {known}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise UnknownProfile(f"打印机型号文件有错 {path} · The profile is wrong: {error}") from error
