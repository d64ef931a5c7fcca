"""Who may open which page. Flask-AppBuilder's roles open pages; who may decide a step is the
seat's affair (`sop_workflow.roles`).

The roles' rights stand here as patterns (`FAB_ROLES`), not as rows: there is nothing to
synchronise, and web processes never write permissions.
"""

from __future__ import annotations

from typing import Any, ClassVar

from flask import abort
from flask_appbuilder import Model
from flask_appbuilder.security import views
from flask_appbuilder.security.api import SecurityApi
from flask_login import current_user

from builder.kit.staying import StaysByPassword
from builder.office_setup import mark_given

from .first_password import ResetMyPasswordView
from .login import PortalLogin

ADMIN, STAFF = "Admin", "Pegawai"
OWN_ACCOUNT = "UserDBModelView|ResetMyPasswordView|UserInfoEditView"
OWN_ACTIONS = "can_userinfo|can_this_form_.*|resetmypassword|userinfoedit"
ROLES = {
    ADMIN: [[".*", ".*"]],
    STAFF: [
        ["Portal.*", ".*"],
        ["(?!Security|List |Pengaturan|User|Base).*", "menu_access"],
        [OWN_ACCOUNT, OWN_ACTIONS],
    ],
}
"""Page families of everybody are called `Portal…`; those of the administrator are not."""


class NoTokens(SecurityApi):
    """The portal has one door, the login page: no tokens of REST, whose login counts no guesses."""

    include_route_methods: ClassVar[set[str]] = set()


class UserDBModelView(views.UserDBModelView):
    """All accounts; the name is Flask-AppBuilder's, by which rights and links know it."""

    def post_add(self, item: Any) -> None:
        """Whoever gets the account chooses a password of his own first."""
        mark_given(self.appbuilder.session, item.id)
        self.appbuilder.session.commit()


class PortalSecurity(StaysByPassword):
    """Flask-AppBuilder's accounts, roles and login, without permission rows."""

    security_api = NoTokens
    authdbview = PortalLogin
    userdbmodelview = UserDBModelView
    resetmypasswordview = ResetMyPasswordView

    def reset_password(self, userid: Any, password: str) -> None:
        """Set it; a password that somebody else has chosen is good for one login only."""
        user = self.get_user_by_id(userid) or abort(404)
        super().reset_password(user.id, password)
        if user.id != current_user.id:
            mark_given(self.session, user.id)
            self.session.commit()

    def add_permissions_view(self, base_permissions: list[str], view_menu: str) -> None:
        """Nothing: rights are patterns."""

    def add_permissions_menu(self, view_menu_name: str) -> None:
        """Nothing: rights are patterns."""

    def create_db(self) -> None:
        """Nothing at start: `rakit init` and the demo make tables and roles (`make_tables`)."""

    def make_tables(self) -> None:
        """Tables of accounts, and the two roles. May be repeated."""
        Model.metadata.create_all(self.session.get_bind())
        for name in (ADMIN, STAFF):
            if self.find_role(name) is None:
                self.add_role(name)
        if self.find_role(self.auth_role_public) is None:
            self.add_role(self.auth_role_public)
