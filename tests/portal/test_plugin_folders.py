"""Plugins that lie elsewhere (`RAKIT_PLUGINS`) are the portal's as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder import app as composition
from builder.plugin_host import PluginError
from builder.storage.specs import SpecStore

from .conftest import TestClock, opened, settings_in

PLUGIN = '''"""Suhu badan."""
from builder.hookspecs import hookimpl
from builder.spec import FieldType, NoOptions


@hookimpl
def rakit_field_types():
    label = {"id": "Suhu badan", "en": "Body temperature"}
    column = lambda options: "sa.Numeric(4, 1)"
    return [FieldType("suhu_badan", label, "SuhuBadan", column, "number", NoOptions)]
'''


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "plugin" / "suhu"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(PLUGIN)
    monkeypatch.setenv("RAKIT_PLUGINS", str(folder))
    return folder


def test_a_plugin_that_lies_elsewhere_brings_its_field_type(
    elsewhere: Path, tmp_path: Path, empty_office: Path, clock: TestClock
) -> None:
    (tmp_path / "rakit.db").write_bytes(empty_office.read_bytes())
    for house in opened(settings_in(tmp_path), clock):
        assert "suhu_badan" in house.plugins.types and "suhu_badan" in house.specs.types
        assert "suhu_badan" in SpecStore(house.session).types
        assert house.plugins.only_own is False, "what it makes runs in the box only"


def test_the_page_of_plugins_shows_it(elsewhere: Path, request: Any) -> None:
    admin = request.getfixturevalue("at")("admin")
    page = admin.get("/plugin/").text
    assert "Suhu badan" in page and "suhu" in page


def test_a_broken_one_stops_the_start_by_its_name(elsewhere: Path, tmp_path: Path) -> None:
    (elsewhere / "__init__.py").write_text("salah(")
    with pytest.raises(PluginError, match="suhu"):
        composition.compose(settings_in(tmp_path))
