"""From somebody else's data to a specification.

An importer (a plugin's `rakit_importers`) reads one kind of source into a `Proposal`; `propose`
turns tables and rows into one, `accept` makes a valid `Spec` of it, `write` lays it on disk.
Nothing is dropped silently: every loss is a line of the report.
"""

from .folding import fold
from .propose import propose
from .spool import Cell, Cells, Spool
from .tables import Column, Declared, ForeignKey, Structure, Table
from .values import Importer, IntakeError, Line, Proposal, Row
from .write import Written, accept, importer_for, renamed, without_password, write

__all__ = [
    "Cell",
    "Cells",
    "Column",
    "Declared",
    "ForeignKey",
    "Importer",
    "IntakeError",
    "Line",
    "Proposal",
    "Row",
    "Spool",
    "Structure",
    "Table",
    "Written",
    "accept",
    "fold",
    "importer_for",
    "propose",
    "renamed",
    "without_password",
    "write",
]
