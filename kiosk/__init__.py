"""What a citizen touches: the terminal of the hall."""

from kiosk.references import hold_bools

hold_bools()
