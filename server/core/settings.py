"""Settings of the centre: environment (HALL_SERVER_…) over the TOML file over defaults. See settings.sample.toml."""

from __future__ import annotations

import os
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from server.core.crypto import Suite

#: names the TOML file
CONFIG_VARIABLE = "HALL_SERVER_CONFIG"


class SecondFactor(StrEnum):
    REQUIRED = "required"
    #: everybody may have one, nobody must
    OFFERED = "offered"


class ServerSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HALL_SERVER_", extra="forbid", frozen=True)

    data: Path = Field(default=Path("var/server"), description="Folder of the database, the pages and the key file.")
    database: str = Field(
        default="",
        description="Database URL, sqlite:///… or postgresql://…; empty: hall.sqlite3 in the data folder.",
    )
    key_file: Path | None = Field(default=None, description="File of the keys; default master.key in data.")
    keys: SecretStr = Field(
        default=SecretStr(""), description="The keys themselves instead of a file, for the environment only."
    )
    cipher: Suite = Field(
        default=Suite.AES_256_GCM, description="How new fields and files are encrypted: aes-256-gcm or sm4-gcm."
    )
    anchor_file: Path | None = Field(
        default=None, description="File of the signed checkpoints of the audit; best on another machine or medium."
    )
    hall_name: str = Field(default="峰峰矿区信访局来访接待大厅", description="Name of the hall, printed on slips.")
    hall_phone: str = Field(default="0310-5550110", description="Phone of the hall, printed on slips.")
    supervision_phone: str = Field(default="0310-5550120", description="Phone for complaints about the handling.")
    queue_numbers: bool = Field(
        default=True, description="Draw a queue number with every visit registered at a terminal."
    )
    public_url: str = Field(
        default="http://127.0.0.1:8765", description="Address under which citizens and phones reach the centre."
    )
    secure_cookies: bool = Field(
        default=False, description="Send session cookies over TLS only; switch on behind the TLS front."
    )
    second_factor: SecondFactor = Field(
        default=SecondFactor.REQUIRED, description="Code from the telephone for leaders and administrators."
    )
    session_idle_minutes: int = Field(default=120, ge=1, description="A login nobody uses ends after so many minutes.")
    session_most: int = Field(default=5, ge=1, le=50, description="Logins of one account at the same time.")
    session_hours: int = Field(default=12, ge=1, le=72, description="A login ends after so many hours.")
    login_failures: int = Field(default=5, ge=1, le=20, description="Wrong passwords in a row before an account locks.")
    login_lock_minutes: int = Field(default=30, ge=1, description="How long a locked account stays locked.")
    code_failures: int = Field(default=5, ge=1, le=20, description="Wrong query codes before a number locks.")
    code_lock_minutes: int = Field(default=30, ge=1, description="How long a locked number stays locked.")
    regimes: tuple[str, ...] = Field(
        default=("fengfeng", "regulations2022", "disclosure", "reconsideration"),
        description="Time regimes in force here, by file name.",
    )
    hall_hours: str | tuple[tuple[time, time], ...] | tuple[dict[str, Any], ...] = Field(
        default=((time(8, 30), time(12)), (time(14), time(17, 30))),
        description='When minute clocks run on working days: "always", pairs of opening and closing times, or seasons '
        "{valid_from, hours}, the earliest first.",
    )
    calendars: tuple[Path, ...] = Field(
        default=(), description="Holiday files (TOML) for years the program does not know yet."
    )
    routing_threshold: float = Field(
        default=0.45, ge=0, le=1, description="Confidence below which the screening desk decides, not the machine."
    )
    collective_min: int = Field(
        default=5, ge=2, description="So many persons with one matter are a group petition (集体访)."
    )
    most_passes: int = Field(
        default=2, ge=0, description="Objections that may send a matter on before the joint conference decides."
    )
    lease_days: int = Field(default=30, ge=1, le=365, description="A leased number may be used for so many days.")
    public_per_minute: int = Field(default=300, ge=1, description="Public requests of one address, each process.")
    sign_in_per_minute: int = Field(default=120, ge=1, description="Sign-ins of one address, each process.")
    session_per_minute: int = Field(default=1200, ge=1, description="Requests of one login, each process.")
    kiosk_per_minute: int = Field(default=1200, ge=1, description="Requests of one terminal, each process.")
    web_threads: int = Field(
        default=8, ge=2, le=64, description="Requests a web process works on at once; others wait their turn."
    )
    max_page_bytes: int = Field(default=12_000_000, ge=10_000, description="Largest page image, bytes.")
    max_page_pixels: int = Field(default=50_000_000, ge=100_000, description="Largest page image, pixels.")
    stream_heartbeat_seconds: float = Field(default=15, gt=0, description="Pause between signs of life on the stream.")
    stream_poll_seconds: float = Field(
        default=1,
        gt=0,
        description="How often the stream looks for notices of other processes when no line to them is up (SQLite).",
    )
    streams_per_person: int = Field(
        default=100, ge=1, description="Open pages of one person in one process; beyond it the oldest ends."
    )
    notices: Path | None = Field(
        default=None, description="Plan of notices (TOML): quiet hours, retries, channels; none: the built-in one."
    )
    push_key_file: Path | None = Field(
        default=None, description="Key of Web Push (hall admin notices key); default vapid.pem in data."
    )
    push_contact: str = Field(
        default="mailto:hall@example.org",
        pattern=r"^(mailto:[^@\s]+@[^@\s]+|https://\S+)$",
        description="Whom a push service may write to about this centre: mailto: or https:.",
    )
    push_loopback: bool = Field(
        default=False, description="Admit push addresses on this machine, without TLS: for tests and nothing else."
    )
    metrics_token: str = Field(
        default="", description="Who may read /metrics from elsewhere (Bearer token); empty: only this machine."
    )
    sweep_seconds: float = Field(default=1, gt=0, description="Pause of the worker between two looks at the clocks.")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'hall.sqlite3'}"

    @property
    def key_path(self) -> Path:
        return self.key_file or self.data / "master.key"

    @property
    def anchor_path(self) -> Path:
        return self.anchor_file or self.data / "anchors.jsonl"

    @property
    def push_key_path(self) -> Path:
        return self.push_key_file or self.data / "vapid.pem"

    @property
    def progress_url(self) -> str:
        """The page where a citizen asks for the progress of a matter."""
        return f"{self.public_url.rstrip('/')}/progress"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = os.environ.get(CONFIG_VARIABLE)
        sources: tuple[PydanticBaseSettingsSource, ...] = (
            init_settings,
            env_settings,
            dotenv_settings,
            file_secret_settings,
        )
        return (*sources, TomlConfigSettingsSource(settings_cls, Path(file))) if file else sources
