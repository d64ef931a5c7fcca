"""Serves a made application for the crawl: in its own process, no Rakit on its path.

Run as a script with TREE PACKAGE PORT FOLDER ROWS [EMPTY…]. It brings in the rows of `data/`, else
ROWS sample rows of each entity, empties the tables EMPTY, makes one person for each role beside
`admin`, and a page that shows each error. Then it says in one line of JSON who there is and which
addresses there are.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

from flask import Flask, abort
from werkzeug.serving import make_server

PASSWORD = "rahasia-sekali-2026"
UNIT = 1
SHORT = 8
"""Rows on a page of a list; where rows have states, all of them are wanted."""


def main(tree: str, package: str, port: str, folder: str, rows: str, *empty: str) -> None:
    sys.dont_write_bytecode = True
    sys.path.insert(0, tree)
    config: Any = importlib.import_module(f"{package}.config").Config
    own = {
        "SECRET_KEY": "k" * 40,
        "DATABASE_URL": f"sqlite:///{folder}/a.db",
        "UPLOAD_FOLDER": folder,
        "FAB_PASSWORD_HASH_METHOD": "pbkdf2:sha256:1",
    }
    app = importlib.import_module(package).create_app(type("Testing", (config,), own))
    application = app.extensions["application"]
    for view in application.appbuilder.baseviews:
        if getattr(view, "entity", None) not in {None, *application.scope.flows}:
            view.page_size = SHORT
    with app.app_context():
        application.setup()
        if not (application.root / "data").is_dir():
            application.load_samples(int(rows))
        for entity in application.entities:
            if entity.__tablename__ in empty:
                application.db.session.query(entity).delete()
        application.db.session.commit()
        people = [str(role) for role in application.roles if role != application.scope.public_role]
        for role in people:
            application.add_user(role, PASSWORD, role, UNIT)
            application.appbuilder.sm.add_group("umum", "Umum", "Semua orang")
    states = states_of(application)
    add_errors(app)
    server = make_server("127.0.0.1", int(port), app, threaded=True)
    said = {"people": [*people, "admin"], "rules": rules(app), "states": states}
    print(json.dumps(said), flush=True)
    server.serve_forever()


def states_of(application: Any) -> dict[str, dict[str, str]]:
    """For the page of an entity with a flow: number of a row -> its state."""
    return {
        f"{flow.entity.__name__}View.show": {
            str(row.id): str(getattr(row, flow.status.key))
            for row in application.db.session.query(flow.entity)
        }
        for flow in application.scope.flows.values()
    }


def add_errors(app: Flask) -> None:
    """`/_galat/<code>` answers as the application does when that goes wrong."""

    def wrong(code: int) -> str:
        if code == 500:
            raise ZeroDivisionError("di dalam")
        abort(code)

    app.add_url_rule("/_galat/<int:code>", "galat", wrong)


def rules(app: Flask) -> list[tuple[str, str]]:
    """(address pattern, endpoint) of whatever can be opened."""
    found = [(r.rule, r.endpoint) for r in app.url_map.iter_rules() if "GET" in (r.methods or ())]
    return [(rule, endpoint) for rule, endpoint in found if endpoint != "galat"]


if __name__ == "__main__":
    main(*sys.argv[1:])
