"""Who is not logged in is asked to log in, in plain words, before the page's rights are looked at.

Flask-AppBuilder answers with a red box "Access is denied" and a line in the log, also to somebody
who has only typed the address of the application.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask_appbuilder.baseviews import BaseView
from flask_babel import gettext as _
from flask_login import current_user


def ask() -> Any:
    """To the login page, and from there back; None where the page may be seen or is not one."""
    if request.method != "GET" or not request.endpoint or current_user.is_authenticated:
        return None
    view = current_app.view_functions.get(request.endpoint)
    owner = getattr(view, "__self__", None)
    name = getattr(view, "_permission_name", "")
    if not isinstance(owner, BaseView) or not name:
        return None
    name = (owner.method_permission_name or {}).get(getattr(view, "__name__", ""), name)
    security = current_app.appbuilder.sm  # type: ignore[attr-defined]
    if security.is_item_public(f"can_{name}", owner.class_permission_name):
        return None
    flash(_("Silakan masuk dahulu; setelah itu halaman yang Anda minta terbuka."), "info")
    login = f"{security.auth_view.__class__.__name__}.login"
    return redirect(url_for(login, next=request.full_path.rstrip("?")))
