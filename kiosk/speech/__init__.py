"""The voice of the terminal: what each screen says, spoken by speech-dispatcher; silent where there is none.

`prompts` decides what is said, `ssip` is the daemon's protocol, `speaker` the connection, `announcer` follows the visit.
"""
