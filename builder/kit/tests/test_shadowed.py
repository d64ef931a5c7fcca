"""When Flask-AppBuilder changes a template that the face replaces, a person looks at both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.kit.face import shadowed
from builder.kit.testing import Office


def test_shadowed_templates_are_those_that_were_read() -> None:
    assert not shadowed.changed(), "\n".join(
        [
            "Flask-AppBuilder changed templates that kit/templates replaces:",
            *shadowed.changed(),
            f"Compare them, then run: python -m {shadowed.__name__} --accept",
        ]
    )


def test_every_template_of_flask_appbuilder_is_replaced() -> None:
    theirs, ours = set(shadowed.names(shadowed.THEIRS)), set(shadowed.names(shadowed.OURS))
    assert theirs - ours == shadowed.NOT_SHADOWED
    assert ours <= theirs


def test_ours_are_found_first(office: Office) -> None:
    for name in shadowed.names(shadowed.OURS):
        loaded = office.app.jinja_env.get_template(name)
        assert Path(str(loaded.filename)).is_relative_to(shadowed.OURS), name


def test_an_upgrade_is_told_and_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = json.loads(shadowed.KNOWN.read_text())
    first, second, *_ = known
    changed = {**known, first: "0" * 16, "appbuilder/gone.html": "1" * 16}
    del changed[second]
    own = tmp_path / "shadowed.json"
    own.write_text(json.dumps(changed))
    monkeypatch.setattr(shadowed, "KNOWN", own)
    assert shadowed.main([]) == 1
    said = capsys.readouterr().out
    assert f"{first}: changed" in said and f"{second}: new" in said
    assert "appbuilder/gone.html: gone" in said
    assert shadowed.main(["--accept"]) == 0
    assert shadowed.changed() == []
