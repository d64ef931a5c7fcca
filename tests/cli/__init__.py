"""Promises of the command line: exit status, words, and that nothing happens unasked."""
