"""What the administrators of a centre see and change beside its matters: state, master data, history with undo."""
