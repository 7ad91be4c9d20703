"""Blocks -> plain text, ESC/POS bytes or an image. All three draw the same lines, so a preview is what is printed."""
