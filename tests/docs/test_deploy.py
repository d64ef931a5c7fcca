"""What an administrator copies from deploy/ fits this Rakit and what is written beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.addresses import is_loopback
from builder.cli import cli
from builder.settings import TABLE, Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
README = (DEPLOY / "README.md").read_text(encoding="utf-8")
FILES = sorted(path.name for path in DEPLOY.iterdir() if path.name != "README.md")


def settings_of(name: str) -> dict[str, str]:
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", "\n".join(lines), re.M))


def test_the_settings_are_known_and_can_be_used() -> None:
    given = settings_of("rakit.env")
    assert set(given) <= {option.name for option in TABLE}
    settings = Settings.from_env(given)
    assert settings.public_url != settings.gateway_public_url


def test_nobody_gets_past_the_proxy_that_is_trusted() -> None:
    """Who reaches the portal directly would be believed any address (X-Forwarded-For)."""
    settings = Settings.from_env(settings_of("rakit.env"))
    assert settings.proxies == 1 and is_loopback(settings.host)


def test_the_proxy_passes_on_to_the_ports_of_the_settings() -> None:
    settings = Settings.from_env(settings_of("rakit.env"))
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    ports = re.findall(r"proxy_pass http://127\.0\.0\.1:(\d+);", proxy)
    assert ports == [str(settings.port), str(settings.gateway_port)]
    for address in (settings.public_url, settings.gateway_public_url):
        assert f"server_name {address.partition('://')[2]};" in proxy


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_told_of(name: str) -> None:
    told = re.findall(r"deploy/(\*?[\w.-]+)|\]\(([\w.-]+)\)", README)
    assert any(
        name == one or (one[:1] == "*" and name.endswith(one[1:])) for pair in told for one in pair
    )


def test_every_command_that_is_named_exists() -> None:
    text = README + "".join((DEPLOY / name).read_text(encoding="utf-8") for name in FILES)
    named = set(re.findall(r"(?:^ +|bin/|`)rakit ([a-z]+)", text, re.M))
    assert named >= {"init", "start", "backup", "restore", "doctor"}
    assert named <= set(cli.commands)
