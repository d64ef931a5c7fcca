"""The table of settings: defaults that work, bad values refused with words, honest addresses."""

import os
import stat
from dataclasses import fields
from multiprocessing import get_context
from pathlib import Path

import pytest

from builder import addresses, settings
from builder.settings import Settings, SettingsError


def made(tmp_path: Path, **env: str) -> Settings:
    return Settings.from_env({"DATA_DIR": str(tmp_path / "var"), **env})


def test_the_defaults_serve_this_machine_only(tmp_path):
    here = made(tmp_path)
    assert (here.host, here.port, here.gateway_port) == ("127.0.0.1", 8080, 8081)
    assert here.public_url == "http://127.0.0.1:8080"
    assert here.gateway_public_url == "http://127.0.0.1:8081"
    assert here.database_url == f"sqlite:///{tmp_path}/var/rakit.db"
    assert not here.is_public


def test_every_setting_stands_in_the_table_and_is_explained():
    assert [o.name.lower() for o in settings.TABLE] == [f.name for f in fields(Settings)]
    assert all(o.help.endswith(".") or "…" in o.help for o in settings.TABLE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"), ("PORT", "0"), ("PORT", "65536"), ("PORT", "-1"), ("PORT", "٣"),
        ("DEMO", "mungkin"), ("PUBLIC_URL", "rakit.example.go.id"), ("PUBLIC_URL", "ftp://x"),
        ("PUBLIC_URL", "http://x/?a=1"), ("TIMEZONE", "WIB"), ("TIMEZONE", "../../etc/passwd"),
        ("SESSION_HOURS", "0"), ("GATEWAY_PORT", "8080"), ("THREADS", "1e3"),
    ],
)  # fmt: skip
def test_a_value_that_can_not_be_used_is_refused_with_its_name_and_the_way_out(
    tmp_path, name, value
):
    with pytest.raises(SettingsError) as refused:
        made(tmp_path, **{name: value})
    assert name in str(refused.value)
    assert refused.value.way_out


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_links_never_name_loopback_when_others_are_meant_to_follow(tmp_path, host, monkeypatch):
    monkeypatch.setattr(settings, "lan_address", lambda: "10.20.30.40")
    here = made(tmp_path, HOST=host)
    assert here.public_url == "http://10.20.30.40:8080"
    assert here.gateway_public_url == "http://10.20.30.40:8081"
    assert here.is_public


def test_without_any_network_address_the_administrator_is_asked_for_one(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "lan_address", lambda: None)
    with pytest.raises(SettingsError, match="PUBLIC_URL"):
        made(tmp_path, HOST="0.0.0.0")
    given = made(tmp_path, HOST="0.0.0.0", PUBLIC_URL="http://a", GATEWAY_PUBLIC_URL="http://b")
    assert given.public_url == "http://a"


def test_a_public_address_is_used_as_given_without_its_slash(tmp_path):
    here = made(tmp_path, PUBLIC_URL="https://rakit.example.go.id/")
    assert here.public_url == "https://rakit.example.go.id"
    assert here.is_public


def test_a_host_of_ipv6_is_bracketed(tmp_path):
    assert made(tmp_path, HOST="::1").public_url == "http://[::1]:8080"
    assert not made(tmp_path, HOST="::1").is_public


def test_the_lan_address_is_not_loopback():
    found = addresses.lan_address()
    assert found is None or not addresses.is_loopback(found)


@pytest.mark.parametrize(
    ("host", "answer"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("localhost", True), ("[::1]", True),
     ("0.0.0.0", False), ("10.0.0.1", False), ("localhost.evil.example", False)],
)  # fmt: skip
def test_loopback_is_known_by_number_not_by_look(host, answer):
    assert addresses.is_loopback(host) is answer


def test_demo_accounts_are_refused_on_a_public_bind_unless_asked_for(tmp_path):
    made(tmp_path).check_demo()
    public = {"HOST": "10.1.1.1"}
    with pytest.raises(SettingsError, match="DEMO=1"):
        made(tmp_path, **public).check_demo()
    behind_a_proxy = made(tmp_path, PUBLIC_URL="https://rakit.example.go.id")
    with pytest.raises(SettingsError):
        behind_a_proxy.check_demo()
    made(tmp_path, DEMO="1", **public).check_demo()


def test_what_the_command_line_gives_wins(tmp_path):
    assert Settings.from_env({"PORT": "9000"}, port=9100, data_dir=tmp_path).port == 9100
    with pytest.raises(SettingsError, match="potr"):
        Settings.from_env({}, potr=1)


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    here = made(tmp_path)
    key = here.secret()
    file = here.keys_dir / "secret-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert here.secret() == key and len(key) >= 48
    assert here.secret("links") != key
    assert sorted(os.listdir(here.keys_dir)) == ["links", "secret-key"]


def test_a_key_that_others_may_read_is_refused(tmp_path):
    here = made(tmp_path)
    here.secret()
    (here.keys_dir / "secret-key").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        here.secret()


def test_a_cut_off_key_is_refused(tmp_path):
    here = made(tmp_path)
    here.secret()
    (here.keys_dir / "secret-key").write_text("")
    with pytest.raises(SettingsError, match="terpotong"):
        here.secret()


def _ask(folder: str) -> str:
    return Settings.from_env({"DATA_DIR": folder}).secret()


def test_processes_that_ask_for_a_key_at_once_get_the_same(tmp_path):
    with get_context("fork").Pool(4) as pool:
        keys = pool.map(_ask, [str(tmp_path / "var")] * 12)
    assert len(set(keys)) == 1


def test_a_key_given_by_the_environment_is_used(tmp_path):
    assert made(tmp_path, SECRET_KEY="k" * 40).secret() == "k" * 40
