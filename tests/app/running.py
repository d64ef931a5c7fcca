"""The demonstration's application as a server, for tests and for figures."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.generate import draft_tree
from builder.plugin_host import load_plugins
from builder.spec import load
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "builder" / "demo" / "bantuan_alat_umkm.yaml"
PACKAGE = "bantuan_alat_umkm"


def make(into: Path, text: str = "") -> Path:
    """Its tree, with the version that makes its tables; `text`: of another specification."""
    plugins = load_plugins()
    draft_tree(load(text or DEMO.read_text(encoding="utf-8"), plugins.types), plugins, into)
    return into


@contextmanager
def served(tree: Path, folder: Path, package: str = PACKAGE) -> Iterator[str]:
    """Its address, while it runs in a process of its own with rows in `folder`."""
    port = str(free_port())
    words = [str(tree), package, port, f"sqlite:///{folder}/a.db", str(folder)]
    script = str(Path(__file__).with_name("served.py"))
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-P", script, *words],
            stdout=subprocess.PIPE,
            stderr=log,
            env={"PATH": os.environ["PATH"], "SECRET_KEY": "k" * 40},
        )
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            assert said == b"ready\n", (folder / "log").read_text()[-3000:]
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)
