"""Printer facts as data: one TOML file a printer. A new printer is one file here."""

from printers.profiles.profile import (
    Cutter,
    DoubleHanzi,
    Encoding,
    Profile,
    Proof,
    QrMode,
    Sensor,
    UnknownProfile,
    load,
    names,
)

__all__ = [
    "Cutter",
    "DoubleHanzi",
    "Encoding",
    "Profile",
    "Proof",
    "QrMode",
    "Sensor",
    "UnknownProfile",
    "load",
    "names",
]
