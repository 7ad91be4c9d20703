"""`hall card` and `hall devices`: devices from the command line, without the kiosk."""

from __future__ import annotations

from drivers.commands.card import card
from drivers.commands.devices import devices

__all__ = ["card", "devices"]
