"""A database that is gone is said as such, to programs and to people; what was asked stands in no log."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from server.core import errors
from server.core.database import make_engine
from server.web import failures

WHO = "张测试甲"


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def asking(url: str, sql: str) -> TestClient:
    """A program whose every path asks this database."""
    app = FastAPI()
    errors.install(app)
    failures.install(app)
    engine = make_engine(url)

    @app.get("/api/v1/thing")
    @app.get("/thing")
    def thing() -> str:
        with engine.connect() as connection:
            return str(connection.execute(text(sql), {"who": WHO}).scalar_one())

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.expect_log("no database")
def test_without_a_database_a_program_is_told_to_come_again() -> None:
    answer = asking(f"postgresql://nobody@127.0.0.1:{closed_port()}/none", "SELECT :who").get("/api/v1/thing")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "数据库" in answer.json()["message"]


@pytest.mark.expect_log("no database")
def test_without_a_database_a_page_says_so_and_what_to_do() -> None:
    answer = asking(f"postgresql://nobody@127.0.0.1:{closed_port()}/none", "SELECT :who").get("/thing")
    assert answer.status_code == 503
    assert "请稍后再试" in answer.text and "cannot be reached" in answer.text


@pytest.mark.expect_log("no database")
def test_what_was_asked_of_the_database_stands_in_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    asking(f"sqlite:///{tmp_path / 'empty.db'}", "SELECT name FROM nowhere WHERE name = :who").get("/api/v1/thing")
    assert "nowhere" in caplog.text
    assert WHO not in caplog.text
