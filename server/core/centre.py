"""The parts a server process is built from, made once at its start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, inspect, select
from sqlmodel import Session

from server.core import guarded, tally
from server.core.crypto import KeyTrouble, Vault, load_vault
from server.core.database import make_engine
from server.core.files import PageStore
from server.core.rates import Rates
from server.core.settings import ServerSettings
from server.core.signal import Signal
from server.core.tables import Installation
from server.core.time import Clock
from server.core.turns import Turn

_CHECK = "petition hall"
_CHECK_CONTEXT = "installation.key_check"


@dataclass(frozen=True, slots=True)
class Centre:
    settings: ServerSettings
    engine: Engine
    vault: Vault
    pages: PageStore
    clock: Clock
    #: notices were committed
    news: Signal
    #: settings of the domains, for `session.info`
    domain: Mapping[str, object]
    rates: Rates
    #: on SQLite, where requests come one after the other
    turn: Turn | None = None


def open_centre(settings: ServerSettings, clock: Clock, domain: Mapping[str, object] | None = None) -> Centre:
    """Open database, key and page folder. Raise `KeyTrouble` when data exists that this key did not seal.

    A key is made only for a database that has none yet: a lost key file must never be replaced silently, or
    everything sealed before is lost without a word.
    """
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        row = session.execute(select(Installation)).scalar() if inspect(engine).has_table("installation") else None
    text = settings.keys.get_secret_value()
    vault = load_vault(settings.key_path, create=row is None, text=text, suite=settings.cipher)
    engine.update_execution_options(**{guarded.VAULT: vault, tally.CLOCK: clock})
    if row is not None and vault.open_text(row.key_check, _CHECK_CONTEXT) != _CHECK:
        raise KeyTrouble(f"{settings.key_path} is not the key of this database")
    rates = Rates(
        public=settings.public_per_minute,
        sign_in=settings.sign_in_per_minute,
        session=settings.session_per_minute,
        kiosk=settings.kiosk_per_minute,
    )
    turn = Turn() if engine.dialect.name == "sqlite" else None
    pages = PageStore(settings.data / "pages", vault)
    return Centre(settings, engine, vault, pages, clock, Signal(), domain or {}, rates, turn)


def remember_key(centre: Centre, session: Session) -> Installation:
    """Return the one row that says which key and which kind of data this database holds, made on first use."""
    row = session.get(Installation, 1)
    if row is None:
        sealed = centre.vault.seal_text(_CHECK, _CHECK_CONTEXT)
        row = Installation(id=1, key_check=sealed, created_at=centre.clock(), demo=False)
        session.add(row)
        session.flush()
    return row
