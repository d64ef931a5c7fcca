"""A toy application: a lending library with branches, books, readers and loans."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask

from builder.kit import Application, Database

from .model import Branch, Genre, Language, Loan, LoanItem, Reader, Title
from .screens import APIS, FLOW, GRANTS, MENU, VIEWS, Role

db = Database()


class Config:
    APP_NAME = "Perpustakaan"
    BABEL_DEFAULT_LOCALE = "id"
    DATABASE_URL = ""
    SECRET_KEY = "kunci-untuk-uji-sepanjang-tiga-puluh-dua"
    WTF_CSRF_ENABLED = False
    UPLOAD_FOLDER = ""
    FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"


def create_app(url: str, uploads: Path, **settings: Any) -> Flask:
    """The toy on this database."""
    application = Application(
        __name__,
        db=db,
        entities=(Branch, Reader, Title, Loan, LoanItem),
        roles=Role,
        public_role=Role.PUBLIC,
        grants=GRANTS,
        flows=(FLOW,),
        units=Branch,
        menu=MENU,
        views=VIEWS,
        apis=APIS,
        root=uploads,
    )
    config = type("Testing", (Config,), {"DATABASE_URL": url, "UPLOAD_FOLDER": str(uploads)})
    for name, value in settings.items():
        setattr(config, name, value)
    return application.build(config)


__all__ = ["Branch", "Genre", "Language", "Loan", "LoanItem", "Reader", "Role", "Title"]
