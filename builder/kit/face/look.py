"""The office's own look: one colour, one logo, its name; checked, and told when shown otherwise."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, current_app, has_request_context, request, url_for

from . import colour, guard, logo


def tell(app: Flask) -> None:
    """Tell whoever starts the application what of the office's look is not shown as it was set."""
    asked = app.config["KIT_PRIMARY"]
    if isinstance(asked, str) and asked:
        try:
            given, seen = colour.hexa(colour.parse(asked)), colour.shown(asked)
        except ValueError as error:
            app.logger.warning("KIT_PRIMARY: %s Shown is %s.", error, colour.PRIMARY)
        else:
            if seen != given:
                app.logger.warning("KIT_PRIMARY %s is too light for white text: %s.", given, seen)
    if app.config["KIT_LOGO_FILE"]:
        try:
            _drawing(Path(app.config["KIT_LOGO_FILE"]))
        except (OSError, logo.LogoError) as error:
            app.logger.warning("KIT_LOGO_FILE is not shown: %s", error)


def setting(name: str) -> Any:
    """A setting of the face; what an office may change while it runs is given as a function, which
    is asked once for each page."""
    value = current_app.config.get(name)
    if not callable(value):
        return value or ""
    if not has_request_context():
        return value() or ""
    known: dict[str, Any] = request.environ.setdefault("kit.settings", {})
    if name not in known:
        known[name] = value() or ""
    return known[name]


def _sheet() -> str:
    return colour.stylesheet(str(setting("KIT_PRIMARY")), str(setting("KIT_MENU")))


def sheet_address() -> str:
    """The address of the office's colours, another one when they change."""
    return url_for("kit.office", v=hashlib.sha256(_sheet().encode()).hexdigest()[:10])


def sheet() -> Response:
    """The office's colours as a style sheet."""
    answer = Response(_sheet(), mimetype="text/css")
    if "v" in request.args:
        return guard.keep(answer)
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def _drawing(path: Path) -> str:
    return logo.of_file(path, path.stat().st_mtime)


def picture() -> Response:
    """The logo in the file that the settings name."""
    try:
        drawing = _drawing(Path(setting("KIT_LOGO_FILE")))
    except (OSError, logo.LogoError):
        abort(404)
    answer = logo.answer(drawing)
    return guard.keep(answer) if request.args.get("v") == logo.version(drawing) else answer


def _logo_address() -> str:
    """Where the logo is: said, a file of the office's, or the application's icon; or nowhere."""
    if own := setting("KIT_LOGO"):
        return str(own)
    if file := setting("KIT_LOGO_FILE"):
        with suppress(OSError, logo.LogoError):  # told when the application started
            return url_for("kit.logo", v=logo.version(_drawing(Path(file))))
    return str(setting("APP_ICON"))


def words_of_office() -> dict[str, str]:
    """Names and logo, as templates ask for them."""
    return {
        "app": str(setting("APP_NAME")),
        "name": str(setting("KIT_OFFICE")),
        "logo": _logo_address(),
    }
