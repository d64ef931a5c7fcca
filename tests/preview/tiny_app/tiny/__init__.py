"""The smallest application with people, language and messages: no kit, no Flask-AppBuilder."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from flask import Flask, Response, flash, get_flashed_messages, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, logout_user


class Person(UserMixin):
    def __init__(self, name: str) -> None:
        self.id = name


class Manager:
    """As much of a security manager as a preview uses."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}

    def find_user(self, username: str) -> Person | None:
        return self.people.get(username)

    def update_user(self, person: Person) -> None:
        self.people[person.id] = person

    def load_user(self, name: str) -> Person | None:
        return self.people.get(name)


class Application:
    """As much of kit's Application as a preview uses."""

    units = None

    def __init__(self, manager: Manager, database: str) -> None:
        self.manager, self.database = manager, database

    def setup(self) -> None:
        with sqlite3.connect(self.database) as connection:
            connection.execute("CREATE TABLE catatan (isi TEXT)")

    def load_samples(self) -> None:
        with sqlite3.connect(self.database) as connection:
            connection.execute("INSERT INTO catatan VALUES ('contoh')")

    def add_user(self, name: str, password: str, role: str, unit: Any = None) -> None:
        self.manager.people[name] = Person(name)


def create_app(config: Any) -> Flask:
    app = Flask(__name__)
    app.config.from_object(config)
    manager = Manager()
    database = app.config["DATABASE_URL"].removeprefix("sqlite:///")
    app.extensions["application"] = Application(manager, database)
    app.appbuilder = type("AppBuilder", (), {"sm": manager})()  # type: ignore[attr-defined]
    LoginManager(app).user_loader(manager.load_user)

    @app.get("/")
    def index() -> Any:
        with sqlite3.connect(database) as connection:
            rows = [row[0] for row in connection.execute("SELECT isi FROM catatan")]
        return {
            "who": current_user.id if current_user.is_authenticated else "",
            "language": session.get("language", "id"),
            "messages": get_flashed_messages(),
            "rows": rows,
            "next": url_for("index", _external=False),
            "headers": sorted(name.lower() for name, _ in request.headers),
            "environment": sorted(os.environ),
        }

    @app.get("/page")
    def page() -> str:
        return "<html><body class=x><h1>Halaman</h1></body></html>"

    @app.post("/note")
    def note() -> Any:
        with sqlite3.connect(database) as connection:
            connection.execute("INSERT INTO catatan VALUES (?)", (request.form["isi"],))
        flash("Tersimpan: " + request.form["isi"])
        return redirect("/")

    @app.get("/language/<code>")
    def language(code: str) -> Any:
        session["language"] = code
        return redirect(url_for("index"))

    @app.get("/logout")
    def logout() -> Any:
        logout_user()
        session.clear()
        return redirect(url_for("index"))

    @app.get("/hx")
    def hx() -> Response:
        answer = Response("<b>ok</b>", headers={"HX-Trigger": "tersimpan", "X-Secret": "tidak"})
        answer.headers["Content-Security-Policy"] = "script-src 'self'; frame-ancestors 'none'"
        answer.headers["X-Frame-Options"] = "DENY"
        return answer

    @app.get("/out")
    def out() -> Any:
        return redirect("https://example.com/")

    @app.get("/crash")
    def crash() -> Any:
        raise RuntimeError("sengaja rusak")

    @app.get("/exit")
    def leave() -> Any:
        os._exit(3)

    @app.get("/stream")
    def stream() -> Response:
        return Response((f"baris {n}\n" for n in range(1000)), content_type="text/plain")

    @app.post("/size")
    def size() -> Any:
        return {"size": len(request.get_data()), "kind": request.content_type}

    @app.get("/static-like")
    def static_like() -> Response:
        return Response("body{}", content_type="text/css", headers={"Cache-Control": "max-age=60"})

    (Path(database).parent / "jejak").touch()
    return app
