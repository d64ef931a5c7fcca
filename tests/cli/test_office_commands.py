"""plugins, plugin, doctor: what is installed and what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_plugins_are_listed_with_what_they_bring(run: Run) -> None:
    said = run("plugins")
    assert said.status == 0
    assert any(line.startswith("import_sqlite_sql") for line in said.out.splitlines())
    found = {one["name"]: one for one in json.loads(run("plugins", "--json").out)}
    assert "money" in found["core_types"]["types"]
    assert found["import_database"]["hooks"] == ["rakit_importers"]


def test_more_plugins_may_lie_elsewhere(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "milik_kami"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Milik kantor kami."""\n')
    monkeypatch.setenv("RAKIT_PLUGINS", str(folder))
    assert "milik_kami" in run("plugins").out
    (folder / "__init__.py").write_text("salah(\n")
    said = run("plugins")
    assert said.status == 2 and "milik_kami" in said.err and "Traceback" not in said.err


def test_a_new_plugin_keeps_the_contract(run: Run, tmp_path: Path) -> None:
    said = run("plugin", "new", "suhu", "-o", str(tmp_path))
    assert said.status == 0, said.err
    assert (tmp_path / "suhu" / "__init__.py").is_file()
    again = run("plugin", "new", "suhu", "-o", str(tmp_path))
    assert again.status == 2 and "sudah ada" in again.err
    assert run("plugin", "new", "Nama Salah").status == 2


def test_doctor_names_what_it_looked_at(run: Run) -> None:
    found = {one["name"]: one for one in json.loads(run("doctor", "--json").out)}
    assert found["Python"]["state"] == "fine"
    assert found["git"]["state"] == "fine"
    assert {"SQLite", "DATA_DIR", "APPS_DIR", "Plugin"} <= set(found)


def test_doctor_finds_a_wrong_setting(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "banyak")
    said = run("doctor")
    assert said.status == 1
    assert "PORT" in said.out and "bilangan bulat" in said.out


def test_a_wrong_setting_stops_a_process_in_words(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "banyak")
    said = run("start")
    assert said.status == 2 and "PORT" in said.err


def test_a_backup_never_overwrites_and_a_wrong_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ada.tar.gz").write_text("surat")
    said = run("backup", "ada.tar.gz")
    assert said.status == 2 and "sudah ada" in said.err
    assert (tmp_path / "ada.tar.gz").read_text() == "surat"
    said = run("restore", "ada.tar.gz")
    assert said.status == 2 and "ada.tar.gz" in said.err and "Traceback" not in said.err
    assert run("restore", "tiada.tar.gz").status == 2


def test_verify_of_something_else_is_said_in_words(run: Run, tmp_path: Path) -> None:
    said = run("verify", str(tmp_path))
    assert said.status in (1, 2) and said.err and "Traceback" not in said.err


@pytest.mark.parametrize("command", [("start",), ("audit", "verify"), ("backup", "kantor.tar.gz")])
def test_where_no_office_was_set_up_it_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "kosong"))
    monkeypatch.setenv("APPS_DIR", str(tmp_path / "aplikasi"))
    said = run(*command)
    assert said.status == 2 and "Belum ada kantor di sini" in said.err
    assert "rakit init" in said.err and "Traceback" not in said.err


def test_a_missing_backup_is_said_with_the_way_out(run: Run, tmp_path: Path) -> None:
    said = run("restore", str(tmp_path / "tidak-ada.tar.gz"))
    assert said.status == 2 and "Periksa nama dan foldernya." in said.err
