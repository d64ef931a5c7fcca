"""When Flask-AppBuilder changes a template that the face shadows, a person looks at both."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import flask_appbuilder
import pytest
from flask import Flask

from builder.kit.face import KIT

THEIRS = Path(flask_appbuilder.__file__).parent / "templates"
OURS = KIT / "templates"
KNOWN = Path(__file__).parent / "shadowed.json"
NOT_SHADOWED = {"appbuilder/base.html"}  # one line: extends the base template


def names(folder: Path) -> list[str]:
    root = folder / "appbuilder"
    return sorted(path.relative_to(folder).as_posix() for path in root.rglob("*.html"))


def hashes() -> dict[str, str]:
    return {
        name: hashlib.sha256((THEIRS / name).read_bytes()).hexdigest()[:16]
        for name in names(THEIRS)
    }


def test_every_template_of_flask_appbuilder_is_shadowed() -> None:
    assert set(names(THEIRS)) - set(names(OURS)) == NOT_SHADOWED


def test_no_template_shadows_nothing() -> None:
    assert set(names(OURS)) <= set(names(THEIRS))


def test_shadowed_templates_are_those_that_were_read() -> None:
    known = json.loads(KNOWN.read_text())
    changed = sorted(n for n, seen in hashes().items() if known.get(n) != seen)
    assert not changed, (
        f"Flask-AppBuilder changed {changed}: compare with ours in builder/kit/templates, then "
        "write the new hashes into tests/face/shadowed.json."
    )


@pytest.mark.parametrize("name", names(OURS))
def test_ours_wins(app: Flask, name: str) -> None:
    loaded = app.jinja_env.get_template(name)
    assert Path(str(loaded.filename)).is_relative_to(OURS)
