"""`hall demo`: the whole main job on one machine, with real processes and simulated hardware, and a proof for each step."""
