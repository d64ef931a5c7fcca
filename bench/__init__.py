"""Figures, never tests: `make bench` prints them beside those of the peers."""
