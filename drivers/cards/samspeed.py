"""The five speeds of a module's serial line (command 60 0n), the factory setting first."""

from __future__ import annotations

from drivers.cards.sam import Command

SPEEDS: dict[Command, int] = {
    Command.SPEED_115200: 115200,
    Command.SPEED_57600: 57600,
    Command.SPEED_38400: 38400,
    Command.SPEED_19200: 19200,
    Command.SPEED_9600: 9600,
}
#: the factory setting of every module
DEFAULT_BAUD = 115200
#: a module needs this long after its answer before it listens at the new speed
SWITCH_PAUSE_S = 0.005


def command_for(baud: int) -> Command:
    """Return the command that sets `baud`; `ValueError` names the speeds there are."""
    for command, speed in SPEEDS.items():
        if speed == baud:
            return command
    raise ValueError(f"{baud}: {', '.join(map(str, SPEEDS.values()))}")
