"""Pages of the administrators, below /admin: the same decisions as the JSON routes of `server.administration`."""
