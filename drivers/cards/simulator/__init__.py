"""Synthetic identity cards and readers that speak the real protocols on real carriers, with time and faults."""
