"""The other doors of the hall beside the registration: one design for all.

Whoever opens a door begins a visit of its own: `Visit.door` holds what that door knows, `Visit.step` names its screen, and
leaving ends it like every visit, by wiping. `lobby.advance` is the entrance: it answers the events that belong to the open
door and leaves everything else (staff, devices, printing, leaving) to the rules that hold for every visit.
"""
