"""Errors in plain words: what happened, which one it was, and the way out.

People get a page; a part that htmx asked for gets the same words as a part, which `kit.js` shows;
programs get them as JSON. What a view said itself (`abort(404, _("…"))`) stands instead of the
general words. The page of a broken server uses no menu and no database, which may be what is
broken; its code also stands in the log.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, Unauthorized, default_exceptions

from . import words
from .menu import account_url

log = logging.getLogger("kit.errors")

TEXTS = {
    400: (
        _l("Permintaan tidak dapat dibaca"),
        _l("Muat ulang halaman sebelumnya, lalu coba sekali lagi."),
    ),
    401: (
        _l("Anda belum masuk"),
        _l("Masuk dahulu, lalu buka halaman ini sekali lagi."),
    ),
    403: (
        _l("Anda tidak berwenang membuka halaman ini"),
        _l("Masuk dengan akun lain, atau mintalah hak akses kepada administrator."),
    ),
    404: (
        _l("Halaman tidak ditemukan"),
        _l("Alamatnya salah, atau datanya sudah dihapus. Mulailah dari beranda."),
    ),
    405: (
        _l("Cara membuka halaman ini tidak tepat"),
        _l("Bukalah halaman ini lewat tombol atau tautannya, mulai dari beranda."),
    ),
    409: (
        _l("Data ini baru saja diubah orang lain"),
        _l("Muat ulang halaman, periksa perubahannya, lalu coba sekali lagi."),
    ),
    413: (
        _l("Berkas terlalu besar"),
        _l("Kembali ke halaman sebelumnya dan pilih berkas yang lebih kecil."),
    ),
    422: (
        _l("Isian belum dapat diterima"),
        _l("Kembali ke halaman sebelumnya, periksa isiannya, lalu kirim sekali lagi."),
    ),
    429: (
        _l("Terlalu banyak permintaan"),
        _l("Tunggu satu menit, lalu coba sekali lagi."),
    ),
    500: (
        _l("Terjadi kesalahan pada aplikasi"),
        _l("Data Anda tidak berubah. Coba sekali lagi; bila berulang, hubungi administrator."),
    ),
    503: (
        _l("Aplikasi sedang tidak tersedia"),
        _l("Tunggu sebentar, lalu muat ulang halaman ini."),
    ),
}
WITH_MENU = {403, 404, 405, 409, 422}
LONG = 120
"""Letters of an address by which people know it again."""
OWN_WORDS = {403, 404, 409, 410, 422, 429, 503}
CSRF_TITLE = _l("Halaman ini sudah terlalu lama terbuka")
CSRF_TEXT = _l("Kembali ke halaman sebelumnya, muat ulang, lalu kirim sekali lagi.")


@dataclass(frozen=True)
class Said:
    """What is told of an error: a title, the way out, which one it was."""

    code: int
    title: str
    text: str
    which: str = ""


def wants_json() -> bool:
    """Is this a call of a program rather than of a person?"""
    accepts = request.accept_mimetypes
    return request.path.startswith("/api/") or (
        accepts.best == "application/json" and not accepts.accept_html
    )


def said(error: HTTPException | Exception) -> Said:
    """The words for one error; what was unforeseen gets a code that is also in the log."""
    code = (error.code if isinstance(error, HTTPException) else None) or 500
    known = code if code in TEXTS else 400 if code < 500 else 500
    title, text = (str(part) for part in TEXTS[known])
    if isinstance(error, CSRFError):
        return Said(code, str(CSRF_TITLE), str(CSRF_TEXT))
    if isinstance(error, HTTPException) and (own := _own_words(error)):
        text = own
    if code >= 500 and code != 503:
        mark = secrets.token_hex(4)
        log.error("error %s: %s %s", mark, request.method, request.path)
        return Said(code, title, text, _("Kode kesalahan: %(mark)s", mark=mark))
    return Said(code, title, text, _which(code, error))


def _own_words(error: HTTPException) -> str:
    """What the view itself said; Werkzeug and what limits requests say something of their own."""
    if (
        error.code not in OWN_WORDS
        or type(error) is not default_exceptions[error.code]
        or error.description == default_exceptions[error.code].description
    ):
        return ""
    return str(error.description or "")


def _which(code: int, error: Any) -> str:
    if code == 413 and (most := current_app.config.get("MAX_CONTENT_LENGTH")):
        return _("Paling besar %(size)s.", size=words.filesize(most))
    if code == 429 and (wait := getattr(error, "retry_after", None)):
        return _("Boleh dicoba lagi dalam %(n)s detik.", n=wait)
    if code in (403, 404, 405, 409):
        path = request.script_root + request.path
        return _("Alamat: %(path)s", path=path if len(path) < LONG else f"{path[:LONG]}…")
    return ""


def answer(error: HTTPException | Exception) -> ResponseReturnValue:
    """The page, part or JSON of one error."""
    if isinstance(error, HTTPException) and (error.response is not None or error.code is None):
        return error  # a ready answer, as `abort(redirect(…))`
    told = said(error)
    if wants_json():
        message = " ".join(part for part in (f"{told.title}.", told.text, told.which) if part)
        made = make_response(jsonify(message=message))
    elif request.headers.get("HX-Request") == "true":
        made = make_response(render_template("kit/error_part.html", told=told))
    else:
        layout = "kit/layout.html" if told.code in WITH_MENU else "kit/bare.html"
        made = make_response(render_template("kit/error.html", told=told, layout=layout))
    made.status_code = told.code
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After", "WWW-Authenticate"):
                made.headers[name] = value
    return made


def stay(response: Response) -> Response:
    """A part that meets the login page instead is told so: the page around it stays as it is."""
    part = request.headers.get("HX-Request") == "true" or wants_json()
    if not part or "Location" not in response.headers:
        return response
    if urlsplit(response.headers["Location"]).path != account_url("login").split("?")[0]:
        return response
    return make_response(answer(Unauthorized()))


def register(app: Flask) -> None:
    """Take over every HTTP error; Flask logs what was unforeseen before it comes here."""
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(CSRFError, answer)
    app.after_request(stay)
