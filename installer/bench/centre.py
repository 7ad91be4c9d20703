"""An empty centre with the demo county, for measuring: SQLite in a temporary folder, or a PostgreSQL database."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from server.core.centre import Centre


@contextmanager
def empty_centre(database: str) -> Iterator[Centre]:
    """Yield a centre on `database`, "" for SQLite. Raise ClickException when the database holds anything: what is
    measured here writes rows that belong to no real matter."""
    from sqlalchemy import inspect

    from server.cases.configuration import domain_settings
    from server.core import schema
    from server.core.centre import open_centre, remember_key
    from server.core.database import make_engine, transaction
    from server.core.settings import ServerSettings
    from server.core.time import wall_clock
    from server.core.work import Work
    from server.demo import seed

    with tempfile.TemporaryDirectory(prefix="hall-bench") as folder:
        settings = ServerSettings(data=Path(folder), database=database, hall_hours="always")
        engine = make_engine(settings.database_url)
        if inspect(engine).get_table_names():
            raise click.ClickException("数据库不是空的，请另建一个 · The database is not empty; create another one.")
        schema.upgrade(engine)
        engine.dispose()
        centre = open_centre(settings, wall_clock, domain_settings(settings))
        with transaction(centre.engine) as session:
            remember_key(centre, session)
            seed.seed(Work(session, centre, centre.clock(), "system:bench"))
        try:
            yield centre
        finally:
            centre.engine.dispose()
