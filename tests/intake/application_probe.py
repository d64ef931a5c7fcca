"""Runs inside a generated application, in a process of its own: what its pages show, as JSON.

python application_probe.py ROOT PACKAGE FOLDER
"""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module

ROOT, PACKAGE, FOLDER = sys.argv[1:4]
sys.path.insert(0, ROOT)
PASSWORD = "kata-sandi-untuk-uji-1"
TOTAL = re.compile(r"dari\s+([\d.]+)")


def main() -> None:
    base = import_module(f"{PACKAGE}.config").Config

    class Testing(base):  # type: ignore[misc, valid-type]
        DATABASE_URL = f"sqlite:///{FOLDER}/uji.db"
        SECRET_KEY = "kunci-untuk-uji-sepanjang-tiga-puluh-dua"
        FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"
        UPLOAD_FOLDER = f"{FOLDER}/unggahan"
        WTF_CSRF_ENABLED = False

    app = import_module(PACKAGE).create_app(Testing)
    application = app.extensions["application"]
    with app.app_context():
        application.setup()
        again = application.load_rows(application.root / "data")
        role = next(iter(application.roles)).value
        application.add_user("penguji", PASSWORD, role)
    client = app.test_client()
    client.post("/login/", data={"username": "penguji", "password": PASSWORD})
    pages = {}
    for entity in application.entities:
        name = entity.__tablename__
        page = client.get(f"/{name}/list/")
        found = TOTAL.search(page.get_data(as_text=True))
        total = int(found[1].replace(".", "")) if found else -1
        first = re.search(r'id="baris-(\d+)"', page.get_data(as_text=True))
        shown = client.get(f"/{name}/show/{first[1]}") if first else page
        pages[name] = [page.status_code, total, shown.status_code]
    print(json.dumps({"pages": pages, "again": sum(again.values())}))


main()
