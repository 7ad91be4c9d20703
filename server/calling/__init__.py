"""Numbers called in the hall: drawn with a slip or at a window, called to a window, shown on the wall without a name."""
