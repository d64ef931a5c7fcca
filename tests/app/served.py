"""Serves a generated application, as on the heirs' server: its own process, no Rakit on its path.

Run as a script with TREE PACKAGE PORT DATABASE_URL UPLOADS. It fills in sample rows and makes one
person for each role, in the unit of the first sample row, then says "ready".
"""

import importlib
import sys
from typing import Any

from werkzeug.serving import make_server

PASSWORD = "rahasia-sekali"


def main(tree: str, package: str, port: str, url: str, uploads: str) -> None:
    sys.dont_write_bytecode = True
    sys.path.insert(0, tree)
    config: Any = importlib.import_module(f"{package}.config").Config
    own = {
        "SECRET_KEY": "k" * 40,
        "DATABASE_URL": url,
        "UPLOAD_FOLDER": uploads,
        "FAB_PASSWORD_HASH_METHOD": "pbkdf2:sha256:1",
    }
    app = importlib.import_module(package).create_app(type("Testing", (config,), own))
    with app.app_context():
        application = app.extensions["application"]
        application.setup()
        application.load_samples()
        for role in application.roles:
            application.add_user(str(role), PASSWORD, str(role), 1)
    server = make_server("127.0.0.1", int(port), app, threaded=True)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
