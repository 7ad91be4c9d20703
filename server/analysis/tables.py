"""Figures of single days. Nothing of a person or a matter is in them, and they can be counted again at any time."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel


class FigureDay(SQLModel, table=True):
    """How many of one kind there were on one day of the hall."""

    __tablename__ = "figure_day"

    day: date = Field(primary_key=True)
    dimension: str = Field(primary_key=True, max_length=12)
    #: what the dimension is split into: a unit code, a rule, a category; "" for the whole
    key: str = Field(primary_key=True, max_length=60)
    measure: str = Field(primary_key=True, max_length=16)
    count: int


class FigureMark(SQLModel, table=True):
    """How far a counting has come: the last event of the histories that was looked at, the last day counted whole."""

    __tablename__ = "figure_mark"

    name: str = Field(primary_key=True, max_length=20)
    place: int
