"""Error pages in plain words: what happened, and the way out.

Calls to the REST interface get the same words as JSON. The page of a broken server uses no menu
and no database, which may be what is broken.
"""

from __future__ import annotations

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

TEXTS = {
    400: (
        _l("Permintaan tidak dapat dibaca"),
        _l("Muat ulang halaman sebelumnya, lalu coba sekali lagi."),
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
    413: (
        _l("Berkas terlalu besar"),
        _l("Kembali ke halaman sebelumnya dan pilih berkas yang lebih kecil."),
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
WITH_MENU = {403, 404, 405}
CSRF_TITLE = _l("Halaman ini sudah terlalu lama terbuka")
CSRF_TEXT = _l("Kembali ke halaman sebelumnya, muat ulang, lalu kirim sekali lagi.")


def wants_json() -> bool:
    """Is this a call of a program rather than of a person?"""
    accepts = request.accept_mimetypes
    return request.path.startswith("/api/") or (
        accepts.best == "application/json" and not accepts.accept_html
    )


def answer(error: HTTPException | Exception) -> ResponseReturnValue:
    """The page (or JSON) of one error."""
    code = (error.code if isinstance(error, HTTPException) else None) or 500
    title, text = TEXTS.get(code, TEXTS[500])
    if isinstance(error, CSRFError):
        title, text = CSRF_TITLE, CSRF_TEXT
    if wants_json():
        return jsonify(message=f"{title}. {text}"), code
    layout = "kit/layout.html" if code in WITH_MENU else "kit/bare.html"
    page = render_template("kit/error.html", code=code, title=title, text=text, layout=layout)
    return page, code


def register(app: Flask) -> None:
    """Take over every code in TEXTS; Flask logs what was unforeseen before it comes here."""
    for code in TEXTS:
        app.register_error_handler(code, answer)
    app.register_error_handler(CSRFError, answer)
