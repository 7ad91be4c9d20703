"""How bytes get to a printer and back; `simulator` is the printer for machines that have none."""
