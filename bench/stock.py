"""Flask-AppBuilder as it comes, as a peer: letters that refer to units, in its own pages.

Run as a script with FOLDER PORT UNITS; it says "ready". `SPEC` describes the same application to
Rakit, `fill` brings the same rows into its tables.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from flask import Flask
from flask_appbuilder import AppBuilder, ModelView
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.utils.legacy import get_sqla_class
from flask_wtf import CSRFProtect
from sqlalchemy import ForeignKey, Numeric, String, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from werkzeug.serving import make_server

PASSWORD = "rahasia-123"
LETTERS = 500
PACKAGE = "buku_surat"
SPEC = """
rakit: 1
name: buku_surat
entities:
  - name: unit
    display: [nama]
    fields: [{name: nama, required: true}]
  - name: surat
    display: [perihal]
    fields:
      - {name: perihal, required: true}
      - {name: tanggal, type: date, required: true}
      - {name: biaya, type: money}
      - {name: unit, type: reference, required: true, options: {target: unit}}
roles:
  - {name: operator, grants: [{entities: ["*"], can: [read, create, update, delete]}]}
"""


class Base(DeclarativeBase):
    """Apart from Flask-AppBuilder's own tables."""


class Unit(Base):
    __tablename__ = "bench_unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))

    def __str__(self) -> str:
        return self.name


class Letter(Base):
    __tablename__ = "bench_letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    sent: Mapped[date]
    cost: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    unit_id: Mapped[int] = mapped_column(ForeignKey("bench_unit.id"))
    unit: Mapped[Unit] = relationship()


class LetterView(ModelView):
    """List, form and search with the reference among the columns."""

    datamodel = SQLAInterface(Letter)
    route_base = "/surat"
    list_columns = ["subject", "sent", "cost", "unit.name"]  # noqa: RUF012
    search_columns = add_columns = ["subject", "sent", "cost", "unit"]  # noqa: RUF012
    page_size = 25


def make(folder: str, units: int) -> Flask:
    """The application over a fresh SQLite file, its rows in it."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY="k" * 40,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/stock.db",
        FAB_PASSWORD_HASH_METHOD="pbkdf2:sha256:1",
    )
    CSRFProtect(app)
    with app.app_context():
        db = get_sqla_class()(app)
        builder = AppBuilder(app, db.session)
        builder.add_view(LetterView, "Surat")
        admin = builder.sm.find_role("Admin")
        builder.sm.add_user("admin", "Siti", "Contoh", "siti@contoh.test", admin, PASSWORD)
        Base.metadata.create_all(db.engine)
        names = [{"id": n, "name": f"Unit kerja nomor {n}"} for n in range(1, units + 1)]
        db.session.execute(insert(Unit), names)
        keys = ("subject", "sent", "cost", "unit_id")
        rows = [dict(zip(keys, one, strict=True)) for one in letters(units)]
        db.session.execute(insert(Letter), rows)
        db.session.commit()
    return app


def letters(units: int) -> Iterator[tuple[str, date, Decimal, int]]:
    """Subject, date, cost, and the number of the unit."""
    for n in range(LETTERS):
        sent = date(2026, 1, 1) + timedelta(days=n)
        yield f"Permohonan nomor {n}", sent, Decimal(n * 1_250_000), n % units + 1


def fill(database: Path, units: int) -> None:
    """The same rows into the tables of the application that Rakit made of `SPEC`."""
    with closing(sqlite3.connect(database)) as line, line:
        line.execute("PRAGMA foreign_keys = OFF")
        for table in ("surat", "unit"):
            line.execute(f"DELETE FROM {table}")
        moment = "2026-01-01 00:00:00.000000"
        kept = "version, created_at, updated_at"
        line.executemany(
            f"INSERT INTO unit ({kept}, id, nama) VALUES (1, ?, ?, ?, ?)",
            [(moment, moment, n, f"Unit kerja nomor {n}") for n in range(1, units + 1)],
        )
        line.executemany(
            f"INSERT INTO surat ({kept}, perihal, tanggal, biaya, unit_id) "
            "VALUES (1, ?, ?, ?, ?, ?, ?)",
            [(moment, moment, name, str(sent), str(cost), unit)
             for name, sent, cost, unit in letters(units)],
        )  # fmt: skip


def main(folder: str, port: str, units: str) -> None:
    app = make(folder, int(units))
    server = make_server("127.0.0.1", int(port), app, threaded=True)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
