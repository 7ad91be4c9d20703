"""`python -m server`: the web process, with the options of `hall server`."""

from __future__ import annotations

from server.cli import server

server()
