"""What the demo may never do: be left half filled in, or touch a real office."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import app, demo, supervisor
from builder.errors import RakitError
from builder.settings import Settings
from builder.tables import prepare_database


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty place, and a demo without cases: its people are enough here."""
    monkeypatch.setattr(demo.cases, "tell", lambda *given: None)
    places = {"DATA_DIR": str(tmp_path / "var"), "APPS_DIR": str(tmp_path / "apps")}
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
