"""What the demo may never do: be left half filled in, or touch a real office."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from builder import app, children, demo, supervisor
from builder.errors import RakitError
from builder.settings import Settings
from builder.tables import prepare_database
from tests.ports import free_port
from tests.story.office import BIN, Portal


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty place, and a demo without cases: its people are enough here."""
    monkeypatch.setattr(demo.cases, "tell", lambda *given: None)
    port = free_port(neighbours=2)
    ports = {"PORT": str(port), "GATEWAY_PORT": str(port + 1)}
    places = {"DATA_DIR": str(tmp_path / "var"), "APPS_DIR": str(tmp_path / "apps"), **ports}
    made = Settings.from_env(places)
    prepare_database(made)
    return made


def test_a_demo_that_was_stopped_is_known_and_filled_in_anew(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(demo.cases, "tell", stopped)
        with pytest.raises(KeyboardInterrupt):
            app.load_demo(settings)
    assert demo.is_loaded(settings) and demo.is_cut_off(settings)
    monkeypatch.setattr(supervisor, "run", lambda given: 0)
    assert app.run_demo(settings) == 0
    assert demo.is_loaded(settings) and not demo.is_cut_off(settings)
    assert demo.people(settings)


def test_an_address_in_use_is_said_before_the_demo_is_filled_in(
    settings: Settings, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        places = {"DATA_DIR": str(settings.data_dir), "APPS_DIR": str(settings.apps_dir)}
        with pytest.raises(RakitError, match=str(port)):
            app.run_demo(Settings.from_env(places, port=port))
    assert not demo.is_loaded(settings) and not demo.is_cut_off(settings)


def test_a_real_office_is_not_thrown_away_and_has_no_demo_accounts(settings: Settings) -> None:
    app.load_demo(settings)
    assert "sri" in " ".join(demo.welcome(settings)) and not demo.is_real(settings)
    (settings.data_dir / demo.MARK).unlink()  # as the end of the demo does
    letter = settings.uploads_dir / "surat"
    letter.parent.mkdir(parents=True, exist_ok=True)
    letter.write_text("penting")
    with pytest.raises(RakitError, match="kantor sungguhan"):
        app.demo_reset(settings)
    assert demo.is_real(settings) and letter.read_text() == "penting"
    assert "sri" not in " ".join(demo.welcome(settings))


def test_where_nothing_was_ever_set_up_there_is_no_office(tmp_path: Path) -> None:
    """As `make demo-reset` meets it on a fresh clone."""
    places = {"DATA_DIR": str(tmp_path / "var"), "APPS_DIR": str(tmp_path / "apps")}
    empty = Settings.from_env(places)
    empty.prepare()
    assert not demo.is_loaded(empty) and not demo.is_real(empty)


def test_the_second_start_is_quick_says_where_and_ends_with_its_children(
    settings: Settings, tmp_path: Path
) -> None:
    """`make run` on a place that is filled in already, and Ctrl-C."""
    app.load_demo(settings)
    portal = Portal(tmp_path)
    portal.start("demo")
    assert portal.process is not None
    group = portal.process.pid
    assert children.wait_until(lambda: "Rakit siap di" in portal.log.read_text(), 60)
    said = portal.log.read_text()
    for words in (f"Portal      {portal.room}", "Akun contoh sri", "sandi contoh-rakit-1"):
        assert words in said
    assert "Mengisi kantor contoh" not in said
    again = subprocess.run(
        [str(BIN / "rakit"), "demo"],
        env=portal.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 2 and "sudah berjalan" in again.stderr and not again.stdout
    assert portal.stop() == 0
    assert children.wait_until(lambda: not members(group), 30), members(group)


def members(group: int) -> list[str]:
    """Processes of that group, or below it, that are still alive."""
    done = subprocess.run(
        ["ps", "-A", "-o", "pgid=,sid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in done.stdout.splitlines()]
    return [row[3] for row in rows if str(group) in row[:2] and row[2][0] not in "ZX"]
