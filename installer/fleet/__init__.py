"""`hall devices list|status|watch|test`: readers, cameras, scanners and printers of one machine side by side."""
