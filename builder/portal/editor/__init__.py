"""The specification editor: steps 5 to 7 of the procedure, in forms made from the language itself.

`boxes` reads the models, `forms` turns what was typed into values, `desk` holds the draft of one
request, `saving` makes journal entries; the view classes hold the pages.
"""

from .view import EditorView

__all__ = ["EditorView"]
