"""Everything this machine has, of every kind, and the driver for each."""

from __future__ import annotations

from drivers.core.status import Ready
from drivers.health import Attached
from drivers.health import attached as read_and_photographed


def attached(*, ask: bool = False, slow: bool = True) -> list[Attached]:
    """Name readers, cameras, scanners, printers and queues. Without `slow`, scanners and queues are left out."""
    found = read_and_photographed(ask=ask, slow=slow)
    from printers.health import name_of, queue_name_of
    from printers.listing import queues, usb_printers

    rows = [*usb_printers(), *(queues() if slow else [])]
    for printer in rows:
        if not printer.address:
            found.append(Attached("service", "打印机 · printers", printer.status))
        elif printer.kind == "queue":
            name = queue_name_of(printer.address)
            found.append(Attached("queue", name, printer.status, "cups", printer.why, {"uri": printer.address}))
        else:
            name = name_of(printer.address)
            found.append(Attached("printer", name, printer.status, "escpos", printer.why, {"uri": printer.address}))
    return found


def there(found: list[Attached]) -> dict[str, Attached]:
    """Return what is attached by its name; services that do not answer are nothing that came or went."""
    return {one.name: one for one in found if one.driver or isinstance(one.status, Ready)}
