"""From somebody else's data to a specification.

An importer (a plugin's `rakit_importers`) reads one kind of source into a `Proposal`; `propose`
turns tables and rows into one, `accept` makes a valid `Spec` of it, `write` lays it on disk.
Nothing is dropped silently: every loss is a line of the report.
"""

from .propose import propose
from .spool import Cell, Cells, Spool
from .tables import Column, Declared, ForeignKey, Structure, Table
from .values import Importer, IntakeError, Line, Proposal, Row

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
    "propose",
]
