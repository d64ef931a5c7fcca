"""Serves the toy library of `builder/kit/tests`: a process of its own, tokens checked, rows in it.

Run as a script with FOLDER PORT; it says "ready". The clerk's branch has more readers than a plain
list holds and more books than a page.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

ROOT = Path(__file__).parents[2]
PASSWORD = "rahasia-sekali"
PEOPLE = ("petugas", "kepala")
READERS, BOOKS, NOVELS = 60, 52, 30


def make(folder: Path) -> Any:
    """The library over a fresh SQLite file in `folder`."""
    from builder.kit.tests.toy import create_app

    app = create_app(f"sqlite:///{folder / 'toy.db'}", folder, WTF_CSRF_ENABLED=True)
    with app.app_context():
        fill(app.extensions["application"])
    return app


def fill(application: Any) -> None:
    """Two branches, readers, books, one loan, and a person for each role."""
    from builder.kit.gate import SYSTEM
    from builder.kit.tests.toy import Branch, Loan, Reader, Title

    application.setup()
    save = application.gate.save
    branch = save(SYSTEM, Branch(), {"kode": "PST", "nama": "Pusat"})
    save(SYSTEM, Branch(), {"kode": "UTR", "nama": "Utara"})
    for role in PEOPLE:
        application.add_user(role, PASSWORD, role, branch.id)
    readers = [
        save(SYSTEM, Reader(), {"nik": f"{3000 + n}", "nama": f"Pembaca {n:03}", "cabang": branch})
        for n in range(1, READERS + 1)
    ]
    books = [
        save(
            SYSTEM,
            Title(),
            {
                "judul": f"Buku {n:02}",
                "tahun": 1950 + n,
                "genre": "novel" if n <= NOVELS else "ilmiah",
                "harga": 1000 * n,
                "aktif": True,
            },
        )
        for n in range(1, BOOKS + 1)
    ]
    save(
        SYSTEM,
        Loan(),
        {"reader": readers[0], "tanggal": "2026-01-05", "items": [{"title": books[0].id}]},
    )


def main(folder: str, port: str) -> None:
    sys.path.insert(0, str(ROOT))
    server = make_server("127.0.0.1", int(port), make(Path(folder)), threaded=True)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
