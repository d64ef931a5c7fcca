"""Promises of importing: names, keys, types, rows; and that nothing is lost without a word."""
