"""'Mulai kantor sungguhan': the end of the demo, in one form."""

from __future__ import annotations

from typing import Any

from flask import abort, make_response, request, session
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_login import logout_user

from builder.errors import RakitError
from builder.office_setup import LEGAL, Started, is_demo, start_real_office
from builder.passwords import RULE
from sop_workflow.errors import SopError

from .house import house
from .office import CHOICES, LETTERHEAD
from .pages import Page, errors_of


class SetupView(Page):
    """Mulai kantor sungguhan."""

    route_base = "/mulai"
    default_view = "start"
    class_permission_name = "Setup"

    @expose("/", methods=["GET", "POST"])
    @has_access
    def start(self) -> Any:
        """The form; when it is accepted, the page with the first passwords, shown once."""
        rooms = house()
        if not is_demo(rooms):
            abort(404)
        error: SopError | RakitError | None = None
        if request.method == "POST":
            try:
                return self._done(start_real_office(rooms, request.form))
            except (SopError, RakitError) as refused:
                rooms.session.rollback()
                error = refused
        page = self.render(
            "setup.html",
            legal=rooms.procedure.section(LEGAL),
            letterhead=[(key, str(words)) for key, words in LETTERHEAD.items()],
            zones=CHOICES["zona"],
            roles=[role.name for role in rooms.procedure.roles],
            year=rooms.cases.today().year,
            rule=_(RULE),
            error=error,
            errors=errors_of(error if isinstance(error, SopError) else None),
        )
        return page, 422 if error else 200

    def _done(self, started: Started) -> Any:
        logout_user()
        session.clear()
        answer = make_response(self.render("setup_done.html", started=started))
        answer.headers["Cache-Control"] = "no-store"
        return answer
