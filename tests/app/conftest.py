"""The demonstration's application, made once and served in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.generate import draft_tree
from builder.plugin_host import load_plugins
from builder.spec import load

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "builder" / "demo" / "bantuan_alat_umkm.yaml"
PACKAGE = "bantuan_alat_umkm"


@pytest.fixture(scope="session")
def demo_application(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its tree, with the version that makes its tables."""
    plugins = load_plugins()
    into = tmp_path_factory.mktemp("app") / "pohon"
    draft_tree(load(DEMO.read_text(encoding="utf-8"), plugins.types), plugins, into)
    return into


@pytest.fixture(scope="session")
def demo_address(demo_application: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where it is served."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = [str(demo_application), PACKAGE, port, f"sqlite:///{folder}/a.db", str(folder)]
    script = str(Path(__file__).with_name("served.py"))
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-P", script, *words],
            stdout=subprocess.PIPE,
            stderr=log,
            env={"PATH": os.environ["PATH"], "SECRET_KEY": "k" * 40},
        )
        assert server.stdout is not None
        said = server.stdout.readline()
        assert said == b"ready\n", (folder / "log").read_text()[-3000:]
        yield f"http://127.0.0.1:{port}"
        server.terminate()
        server.wait(10)
