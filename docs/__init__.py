"""The documentation; `python -m docs.reference` writes its tables from the live objects."""
