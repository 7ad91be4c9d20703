"""Column types that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Float, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. SQLite forgets zones, so everything is stored in UTC and comes back aware; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is UTC:
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A set of 32-bit numbers to be looked for: an array on PostgreSQL, words of 8 hex digits on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kept: TypeEngine[Any] = ARRAY(Integer()) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kept)

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> object:
        if value is None or dialect.name == "postgresql":
            return None if value is None else list(value)
        return " ".join(map(as_word, value))

    def process_result_value(self, value: Iterable[int] | str | None, dialect: Dialect) -> tuple[int, ...] | None:
        if value is None:
            return None
        return tuple(_from_word(word) for word in value.split()) if isinstance(value, str) else tuple(value)


class Seconds(FunctionElement[float]):
    """How many seconds lie between two moments: the later one, the earlier one. SQLite counts milliseconds."""

    name = "seconds_between"
    type = Float()
    inherit_cache = True


@compiles(Seconds, "postgresql")
def _seconds_postgresql(element: Seconds, compiler: SQLCompiler, **said: Any) -> str:
    later, earlier = (compiler.process(one, **said) for one in element.clauses)
    return f"CAST(extract(epoch FROM {later} - {earlier}) AS double precision)"


@compiles(Seconds, "sqlite")
def _seconds_sqlite(element: Seconds, compiler: SQLCompiler, **said: Any) -> str:
    later, earlier = (compiler.process(one, **said) for one in element.clauses)
    return f"((julianday({later}) - julianday({earlier})) * 86400.0)"


def as_word(number: int) -> str:
    return f"{number & 0xFFFFFFFF:08x}"


def _from_word(word: str) -> int:
    return int.from_bytes(bytes.fromhex(word), "big", signed=True)
