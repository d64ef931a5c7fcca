"""Every sentence exists in both languages, and every icon that a page names exists."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from builder.kit.frontend import build, catalogs

ROOMS = {
    f"{room.folder}/{room.language}/{room.domain}": room
    for room in (*catalogs.OWN, *catalogs.FOREIGN)
}


@pytest.mark.parametrize("name", ROOMS)
def test_catalog_is_complete(name: str) -> None:
    lacking = catalogs.missing(ROOMS[name])
    assert not lacking, "\n".join(lacking) + "\nRun: python -m builder.kit.frontend.catalogs"


@pytest.mark.parametrize("name", ROOMS)
def test_translations_keep_the_variables(name: str) -> None:
    pattern = re.compile(r"%\(\w+\)[sd]")
    for message in catalogs.load(ROOMS[name]):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        if not ids[0]:
            continue
        for text in filter(None, strings):
            assert set(pattern.findall(text)) == set(pattern.findall(ids[-1])), ids[0]


def test_every_icon_named_in_a_page_was_built(built: Path) -> None:
    known = json.loads((built / "icons.json").read_text())
    pattern = re.compile(r"\bicon(?:_name)?\s*[=(]\s*[\"']([a-z0-9-]+)[\"']")
    for path in build.sources():
        if path.suffix == ".html":
            lacking = set(pattern.findall(path.read_text(encoding="utf-8"))) - known.keys()
            assert not lacking, f"{path.name}: {lacking}. Run the build of the face."


def test_second_build_has_nothing_to_do(built: Path) -> None:
    files = list(build.sources())
    assert build.stamp(files) == build.stamp(files)
    assert files == sorted(set(files), key=files.index)
    assert not [path for path in files if "node_modules" in path.parts]


def test_lock_file_names_no_host() -> None:
    lock = (build.HERE / "package-lock.json").read_text()
    assert "resolved" not in lock and "://" not in re.sub(r'"(url|homepage)": "[^"]*"', "", lock)
    assert "integrity" in lock


def test_old_node_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho v18.20.0\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    node, _npm = build.node_command()
    assert Path(node[0]).parent != tmp_path
