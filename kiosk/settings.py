"""Everything a hall sets on one terminal, in one typed place; `settings.sample.toml` beside this file explains each line.

Order: command line, then environment (`HALL_KIOSK_SERVER_URL`, nested `HALL_KIOSK_CARD__DRIVER`), then the TOML file,
then the defaults below.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


class SettingsError(Exception):
    """The settings cannot be used; the message names the place and is meant for the person who edits the file."""


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Device(_Part):
    """A driver by its name in `drivers.core.registry`; `options` are its keyword arguments."""

    driver: str
    options: dict[str, Any] = {}


class Printer(_Part):
    """Where the slip printer is, and which profile of `printers/profiles` describes it."""

    uri: str = "tcp://127.0.0.1:9100"
    profile: str = "generic-80mm"


class Screen(_Part):
    """A window instead of the whole screen is for a desk; sizes in pixels, portrait by default."""

    fullscreen: bool = True
    width: int = Field(default=1080, ge=320)
    height: int = Field(default=1920, ge=320)
    #: how every visit begins; a visitor may choose otherwise
    large_type: bool = False
    high_contrast: bool = False


class Hall(_Part):
    """What the idle screen and the personal-data notice say of the hall (条例 Art. 18, PIPL Art. 17)."""

    name_english: str = "Petition hall"
    address: str = ""
    address_english: str = ""
    phone: str = ""
    hours: str = "周一至周五 8:30–12:00，14:00–17:30"
    hours_english: str = "Monday to Friday 8:30–12:00, 14:00–17:30"
    supervision_phone: str = "12345"
    progress_url: str = ""
    #: what else is to be said while nobody is there: what to bring, where to wait
    information: str = Field(default="", max_length=2000)
    #: the organ that answers for personal data
    keeper: str = "信访工作机构"
    keeper_english: str = "the petition office"


class Voice(_Part):
    """Prompts spoken by speech-dispatcher; a terminal without it is silent."""

    #: how every visit begins; a visitor may choose otherwise
    on: bool = True
    #: percent
    volume: int = Field(default=70, ge=0, le=100)
    #: socket of speech-dispatcher; "" for that of the user's session
    socket: str = ""


class Limits(_Part):
    #: seconds without a touch until the visitor is asked whether to go on
    idle_warn_seconds: int = Field(default=60, ge=5)
    #: seconds without a touch until the visit is wiped
    idle_wipe_seconds: int = Field(default=90, ge=10)
    #: unused numbers kept in reserve for the time without network
    leased_numbers: int = Field(default=20, ge=1, le=100)


class Attendant(_Part):
    #: argon2id hash of the PIN, from `hall kiosk --make-pin`; "" for a terminal whose attendant room is closed
    pin_hash: str = ""


class Settings(BaseSettings):
    """One terminal."""

    model_config = SettingsConfigDict(
        env_prefix="HALL_KIOSK_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
    )

    #: the centre, "http://host:port"
    server_url: str = "http://127.0.0.1:8000"
    #: JSON with kiosk_id, private_key and server, as `hall admin kiosk enrol` writes it; "" for a terminal without centre
    key_file: str = ""
    #: outbox, leased numbers and their key live here; readable by the kiosk's user alone
    data_dir: Path = Path("~/.local/share/petition-hall/kiosk")
    #: GB/T 2260 code of the hall's region, 6 to 12 digits
    hall_region: str = Field(default="130406000", pattern=r"^\d{6,12}$")
    #: on the screen, and on a slip printed before the centre was ever reached
    hall_name: str = "信访接待大厅"
    hall: Hall = Hall()
    #: version of the personal-data notice on the screen (PIPL Art. 17)
    notice_version: str = "1"
    language: Language = Language.CHINESE
    card: Device = Device(driver="pcsc")
    camera: Device = Device(driver="folder", options={"folder": "pages"})
    #: a page that lies still under a camera with preview is taken by itself; without preview the button takes it
    auto_capture: bool = True
    printer: Printer = Printer()
    #: "cups:///QUEUE" for papers on A4; "" for a terminal without one
    a4_queue: str = ""
    screen: Screen = Screen()
    voice: Voice = Voice()
    limits: Limits = Limits()
    attendant: Attendant = Attendant()
    #: offers the leaflets of what a matter needs, and the forms to print
    leaflets: bool = True
    #: the attendant is told when the roll of paper runs low
    paper_warning: bool = True
    #: staff work this terminal at a window: keyboard, several visitors in turns
    desk: bool = False
    #: folder with larger OCR models; "" for those that come with the program
    models_dir: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the names are pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, whose values come in as arguments."""
        return env_settings, init_settings


class _Decided(Settings):
    """Settings whose values are all given: the environment was asked before."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def load(file: Path | None = None, **overrides: Any) -> Settings:
    """Read `file` and lay the environment and then `overrides` over it; raise `SettingsError` with the place."""
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8")) if file else {}
        settings = Settings(**written)
        if not overrides:
            return settings
        return _Decided(**_laid_over(settings.model_dump(), overrides))
    except OSError as error:
        raise SettingsError(f"无法读取设置文件 {file} · The settings file cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"设置文件 {file} 不是 TOML · Not TOML: {error}") from error
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False))
        raise SettingsError(f"设置不正确 · Wrong settings: {places}") from error


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        nested = isinstance(value, dict) and isinstance(below.get(name), dict)
        merged[name] = _laid_over(below[name], value) if nested else value
    return merged
