"""Pages for everybody, without an account: the position of a usulan."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_appbuilder import expose

from sop_workflow.errors import NotFound

from .house import house
from .pages import Page


class PublicView(Page):
    """What a QR code on a receipt opens: step and date, nothing else."""

    route_base = "/posisi"
    default_view = "position"

    @expose("/<token>")
    def position(self, token: str) -> Any:
        """The public position of one case, found by its unguessable code."""
        try:
            found = house().cases.position(token)
        except NotFound:
            abort(404)
        return self.render("position.html", position=found)
