"""An application that attacks: everything a box must stop. Runs in tests only.

`/try/<name>?targets=…` makes one attempt and answers `{"won": bool, "saw": str}`. Winning means the
attempt did harm or saw something, not that a call returned. Targets (paths, ports, process ids of
the outside) are given by the test, as if the attacker knew the machine well.
"""

from __future__ import annotations

import json
import os
from typing import Any

from flask import Flask, request

from hostile import network, processes, resources, sight

ATTEMPTS = {
    name: function
    for module in (network, processes, resources, sight)
    for name, function in module.ATTEMPTS.items()
}


def create_app(config: Any) -> Flask:
    app = Flask(__name__)
    app.config.from_object(config)

    @app.get("/")
    def index() -> Any:
        return sorted(ATTEMPTS)

    @app.get("/try/<name>")
    def attempt(name: str) -> Any:
        targets = json.loads(request.args["targets"])
        try:
            won, saw = ATTEMPTS[name](targets)
        except BaseException as error:
            won, saw = False, f"{type(error).__name__}: {error}"
        return {"won": bool(won), "saw": str(saw)[:300]}

    @app.get("/alive")
    def alive() -> Any:
        return {"pid": os.getpid(), "uid": os.getuid()}

    return app
