"""`hall server`, `hall worker`, `hall admin …`, `hall routing …`. Heavy parts are imported when a command runs."""

from server.cli.admin import admin
from server.cli.serving import server, worker

__all__ = ["admin", "server", "worker"]
