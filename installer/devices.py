"""`hall devices`: the commands of the device and the printer library, and those over all kinds, under one name."""

from __future__ import annotations

import click

from drivers.cli import devices
from drivers.replays import REPLAYS
from installer.fleet.commands import list_, status, test
from installer.fleet.rules import rules
from installer.fleet.watching import watch
from printers.cli import simulate_printer

for command in (list_, status, test, watch, rules):
    devices.add_command(command)
simulate = devices.commands["simulate"]
assert isinstance(simulate, click.Group)
simulate.add_command(simulate_printer, name="printer")
REPLAYS["printer"] = "printers.replay:replayed"

__all__ = ["devices"]
