"""`hall devices`: the commands of the device and the printer library under one name."""

from __future__ import annotations

import click

from drivers.cli import devices
from drivers.replays import REPLAYS
from printers.cli import simulate_printer

simulate = devices.commands["simulate"]
assert isinstance(simulate, click.Group)
simulate.add_command(simulate_printer, name="printer")
REPLAYS["printer"] = "printers.replay:replayed"

__all__ = ["devices"]
