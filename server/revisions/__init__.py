"""Who changed what of the centre's own data, and how it was before: what was changed can be undone."""
