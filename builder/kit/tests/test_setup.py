"""Setting up: may be repeated, follows the grants, and is the only one that writes permissions."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import PermissionView, Role as FabRole, User
from sqlalchemy import func, select

from builder.kit import Check, Declared, Entity, conditions
from builder.kit.checking import expression
from builder.kit.database import constraint_name
from builder.kit.fields import path
from builder.kit.testing import Office

from . import toy
from .conftest import Counted
from .toy import Branch, Loan, Reader, Role, Title


def rows(office: Office) -> set[tuple[str, str, str]]:
    session = office.gate.session
    return {
        (role.name, one.permission.name, one.view_menu.name)
        for role in session.scalars(select(FabRole))
        for one in role.permissions
    }


def test_every_office_finds_the_application_as_it_was_set_up(app: Flask) -> None:
    first = Office(app)
    begun = conditions.CLOCK.read
    first.row(Title)
    first.login(Role.CLERK)
    first.gate.check(Title, lambda actor, row: None)
    conditions.CLOCK = conditions.Clock("Asia/Jayapura")
    second = Office(app)
    assert second.count(Title) == 0
    assert second.gate.session.scalars(select(User.username)).all() == ["admin"]
    assert second.gate.own_checks == {}
    assert (str(conditions.CLOCK.zone), conditions.CLOCK.read) == ("Asia/Jakarta", begun)
    assert second.row(Title).id == 1


def test_setup_twice_is_setup_once(office: Office, statements: Counted) -> None:
    with office.app.app_context():
        before = rows(office)
        statements.clear()
        office.application.setup()
        writes = [one for one in statements if one.split()[0] in ("INSERT", "UPDATE")]
        assert writes == []
        assert rows(office) == before


def test_permissions_follow_the_grants(office: Office) -> None:
    scope = office.application.scope
    with office.app.app_context():
        assert (str(Role.GUEST), "can_list", "Reader") in rows(office)
        kept = scope._grants.pop((Reader, str(Role.GUEST)))
        office.application.setup()
        left = rows(office)
        assert (str(Role.GUEST), "can_list", "Reader") not in left
        scope._grants[Reader, str(Role.GUEST)] = kept
        office.application.setup()
        assert (str(Role.GUEST), "can_list", "Reader") in rows(office)


def test_a_web_worker_writes_nothing_at_start(office: Office, tmp_path: Path) -> None:
    count = select(func.count()).select_from(PermissionView)
    before = office.gate.session.scalar(count)
    office.gate.session.remove()
    again = toy.create_app(office.app.config["DATABASE_URL"], tmp_path)
    assert again.extensions["application"].db.session.scalar(count) == before
    empty = tmp_path / "empty.db"
    toy.create_app(f"sqlite:///{empty}", tmp_path)
    assert not empty.exists() or empty.stat().st_size == 0


def test_first_administrator_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)
    app = toy.create_app(f"sqlite:///{tmp_path / 'a.db'}", tmp_path)
    with app.app_context():
        password = app.extensions["application"].setup()
        assert password
        assert app.extensions["application"].setup() is None
    login = {"username": "admin", "password": password}
    assert app.test_client().post("/login/", data=login).status_code == 302


def test_names_that_are_not_there_are_told_by_name() -> None:
    with pytest.raises(Declared, match="'lain'"):
        path(Loan, "reader.lain")
    with pytest.raises(Declared, match="no reference"):
        path(Loan, "tanggal.hari")
    with pytest.raises(Declared, match="'harag'"):
        expression(Title, "harag > 3", "uji")
    assert Check("a", "b", "c").fields == ()


def test_long_names_are_cut_alike_and_stay_apart() -> None:
    one = constraint_name("uq", "a" * 40, "b" * 40)
    assert len(one) == 63
    assert one != constraint_name("uq", "a" * 40, "b" * 41)
    assert constraint_name("ix", "usaha", "nama", "tahun") == "ix_usaha_nama_tahun"
    assert issubclass(Title, Entity)


def test_nobody_is_added_twice_or_to_a_unit_that_is_not_there(
    app: Flask, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    unit = office.row(Branch, nama="Cabang Kota").id
    run = app.test_cli_runner().invoke
    words = ["add-user", "--name", "budi", "--role", "petugas", "--password", "rahasia-sekali"]
    refused = run(args=[*words, "--unit", "kota"])
    assert refused.exit_code == 1 and f"{unit} (Cabang Kota)" in refused.output
    assert run(args=[*words, "--unit", str(unit)]).exit_code == 0, "nothing was left of the first"
    twice = run(args=[*words, "--unit", str(unit)])
    assert twice.exit_code == 1 and "Pengguna budi sudah ada." in twice.output
    assert "INSERT" not in caplog.text + twice.output, "the row with its password is not told"
