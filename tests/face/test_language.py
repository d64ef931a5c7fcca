"""The Indonesian face says nothing in English, the English one nothing in Indonesian."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from builder.kit.testing import Office
from builder.kit.tests.toy import create_app
from builder.kit.tests.toy.screens import Role
from tests.face import language
from tests.face.test_pages import PAGES

# Internal names of rights ("can list on UserDBModelView") are data that administrators look up.
RIGHTS = {"/permissions/list/", "/viewmenus/list/", "/permissionviews/list/"}
NAMES = {"public"}  # of roles


def getter(client: FlaskClient) -> Callable[[str], tuple[str, str]]:
    def get(path: str) -> tuple[str, str]:
        answer = client.get(path, follow_redirects=True)
        return answer.mimetype, answer.text if answer.mimetype == "text/html" else ""

    return get


@pytest.mark.parametrize("path", sorted({*PAGES, "/tidak-ada"} - RIGHTS))
def test_flask_appbuilder_speaks_indonesian(admin: FlaskClient, path: str) -> None:
    texts = language.Page(admin.get(path).text).texts
    assert texts
    assert not language.foreign(texts, NAMES)


@pytest.fixture(scope="module")
def library(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("library")
    made = Office(create_app(f"sqlite:///{folder / 'toy.db'}", folder))
    made.application.keep_session = False
    with made.app.app_context():
        made.application.load_samples(4)
    return made


@pytest.mark.parametrize("role", [*Role, "Admin"])
def test_a_made_application_speaks_indonesian(library: Office, role: str) -> None:
    client = library.login(str(role))
    count = 0
    for path, page in language.pages(getter(client), ["/"]):
        count += 1
        assert not language.foreign(language.Page(page).texts, NAMES), path
    assert count > (20 if role == "Admin" else 5)


OWN_WORDS = "/kit"  # examples, written in Indonesian


@pytest.mark.parametrize(
    "path", sorted(one for one in {*PAGES, "/tidak-ada"} - RIGHTS if not one.startswith(OWN_WORDS))
)
def test_flask_appbuilder_speaks_english(admin: FlaskClient, path: str) -> None:
    admin.get("/lang/en")
    texts = language.Page(admin.get(path).text).texts
    assert not language.untranslated(texts)


@pytest.mark.parametrize("role", [Role.CLERK, "Admin"])
def test_a_made_application_speaks_english(library: Office, role: str) -> None:
    client = library.login(str(role))
    client.get("/lang/en")
    for path, page in language.pages(getter(client), ["/"]):
        assert not language.untranslated(language.Page(page).texts), path


def test_what_counts_as_a_word() -> None:
    page = language.Page(
        '<p title="Close">Simpan <code>save</code><b translate="no">List</b> a@list.test</p>'
        '<svg aria-label="Search"><title>x</title></svg><a lang="en" href="/lang/en">English</a>'
        '<input type="submit" value="Send"><img alt="Picture">'
    )
    assert language.words(page.texts) == {"close", "simpan", "search", "send", "picture"}
    assert language.foreign(["Klik Save untuk menyimpan"]) == {"save": "Klik Save untuk menyimpan"}
    assert language.untranslated(["Simpan"]) == {"Simpan": "Simpan"}
    assert not language.untranslated(["Save"])
