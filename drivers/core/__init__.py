"""What every device has: a status, typed errors, and a registry that imports a driver only when settings name it."""
