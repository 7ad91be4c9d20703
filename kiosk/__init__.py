"""What a citizen touches: the terminal of the hall."""

from kiosk.references import hold_constants

hold_constants()
