"""Lighthouse over pages of this machine: installed when first asked for, never by `make run`."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from builder.kit.frontend.build import node_command
from tests.browser_install import chromium

HERE = Path(__file__).parent
FORMS = ("mobile", "desktop")
ASKED = 95
"""Performance, accessibility, best practices: at least so much of 100."""


@dataclass(frozen=True)
class Sheet:
    """One page: what it is, where it is, and the cookie of somebody who has logged in."""

    name: str
    url: str
    cookie: str = ""


def install() -> None:
    """`npm ci`, skipped when what is there answers to the lock file."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    mark = HERE / "node_modules" / ".lock.sha256"
    if mark.is_file() and mark.read_text() == lock:
        return
    _, npm = node_command()
    subprocess.run([*npm, "ci", "--silent"], cwd=HERE, check=True)
    mark.write_text(lock)


def look(sheets: Sequence[Sheet], forms: Sequence[str] = FORMS) -> list[dict[str, Any]]:
    """Name, form, address, scores, what cost points, and which other hosts were asked."""
    install()
    node, _ = node_command()
    browser = os.environ.get("CHROME_PATH") or chromium()
    done = subprocess.run(
        [*node, "run.mjs"],
        cwd=HERE,
        input=json.dumps({"pages": [asdict(one) for one in sheets], "forms": forms}),
        env={**os.environ, **({"CHROME_PATH": browser} if browser else {})},
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
