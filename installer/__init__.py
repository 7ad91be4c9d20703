"""How the hall gets onto a machine, and its one command line. Nothing imports this package."""
