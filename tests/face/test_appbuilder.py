"""What Flask-AppBuilder can do works in the face as plain forms, without any of its own scripts."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_appbuilder.const import AUTH_LDAP, AUTH_OAUTH, AUTH_REMOTE_USER

from tests.face import office
from tests.face.office_views import PIXEL


def post(client: FlaskClient, path: str, /, form: str = "", **data: Any) -> Any:
    """Open the page, fill its form in, send it, and follow."""
    page = client.get(form or path).text
    return client.post(
        path,
        data={"csrf_token": office.token(page), **data},
        follow_redirects=True,
        content_type="multipart/form-data",
    )


def rows(page: str) -> int:
    return page.count('name="rowid"')


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        ("/tempat/list/", '<ul class="kit-cards">'),
        ("/surat-blok/list/", '<ul class="kit-cards">'),
        ("/surat-baris/list/", '<ul class="kit-lines">'),
        ("/tempat-gambar/list/", '<ul class="kit-carousel"'),
        ("/daftar-bidang/list/", 'class="kit-row-link" href="/daftar-bidang/show/1"'),
        ("/bidang/list/", "list-group-item-action"),
        ("/surat-blok/show/1", '<h2 class="h4">Permohonan aplikasi nomor 1</h2>'),
        ("/surat-blok/add", '<div class="kit-columns">'),
        ("/daftar-bidang/show/1", 'id="daftar-LetterView"'),
        ("/dua-tampilan/list/", 'class="kit-chart"'),
        ("/bagan-biaya/chart/", 'aria-current="true">Tiap bidang'),
        ("/tempat/show/1", '<img src="/gambar/balai.png" alt="Balai kota">'),
    ],
)
def test_each_view_has_a_look_of_its_own(admin: FlaskClient, path: str, holds: str) -> None:
    assert holds in admin.get(path).text


@pytest.mark.parametrize(
    ("path", "kind", "cell"),
    [
        ("/bagan-biaya/chart/", "kit-chart-grid|<rect", "Rata-rata Biaya"),
        ("/bagan-biaya/chart/1", 'class="kit-chart-bar"', "23"),
        ("/bagan-segera/chart/", "A90 90", ">Tidak<"),
        ("/bagan-harian/chart/", 'class="kit-chart-grid"', "3 Nov 2026"),
        ("/bagan-lama/chart/", "A90 90", "Permohonan aplikasi nomor 1"),
        ("/userstatschartview/chart/", "<svg", "admin"),
    ],
)
def test_charts_are_pictures_with_their_table(
    admin: FlaskClient, path: str, kind: str, cell: str
) -> None:
    page = admin.get(path).text
    assert 'role="img" aria-labelledby=' in page
    assert re.search(kind, page)
    table = page[page.index("Tabel angka") :]
    assert cell in table


def test_rows_are_ordered_and_paged_by_links(admin: FlaskClient) -> None:
    page = admin.get("/surat-blok/list/").text
    link = re.search(r'href="([^"]*_oc_BlockView=sent[^"]*)"', page)
    assert link
    ordered = admin.get(link[1].replace("&amp;", "&")).text
    assert ordered.index("1 November 2026") < ordered.index("2 November 2026")
    assert "page_BlockView=1" in ordered


def test_a_search_is_a_plain_form(admin: FlaskClient) -> None:
    page = admin.get("/surat/list/?_flt_0_subject=Permohonan aplikasi nomor 23").text
    assert rows(page) == 1
    assert "Permohonan aplikasi nomor 23" in page


def test_what_is_ticked_goes_into_a_bulk_action(admin: FlaskClient) -> None:
    page = admin.get("/surat/list/").text
    assert "Surat yang dipilih menjadi segera. Lanjutkan?" in page
    data = {"csrf_token": office.token(page), "action": "segerakan", "rowid": ["1", "2"]}
    admin.post("/surat/action_post", data=data)
    for number in (1, 2):
        assert ">Ya<" in admin.get(f"/surat/show/{number}").text
    data["action"] = "hitung"
    counted = admin.post("/surat/action_post", data=data, follow_redirects=True)
    assert "2 surat dipilih." in counted.text


def test_one_row_may_be_acted_upon(admin: FlaskClient) -> None:
    page = admin.get("/surat/show/4").text
    assert 'action="/surat/action/segerakan/4"' in page
    data = {"csrf_token": office.token(page)}
    assert admin.post("/surat/action/segerakan/4", data=data).status_code == 302
    assert ">Ya<" in admin.get("/surat/show/4").text


def test_files_and_pictures_are_brought_kept_and_taken_away(app: Flask, admin: FlaskClient) -> None:
    form = admin.get("/tempat/add").text
    assert 'type="file"' in form and 'accept=".gif,.jpg,.jpeg,.png,.tiff"' in form
    admin.get("/tempat/list/")
    answer = post(
        admin,
        "/tempat/add",
        name="Pasar",
        photo=(io.BytesIO(PIXEL), "pasar.png"),
        letter=(io.BytesIO(b"%PDF-1.4 surat"), "izin.pdf"),
    )
    assert answer.status_code == 200 and "Pasar" in answer.text
    number = re.findall(r"/tempat/show/(\d+)", answer.text)[-1]
    shown = admin.get(f"/tempat/show/{number}").text
    file = re.search(r'href="(/tempat/download/[^"]+)"', shown)
    assert file and admin.get(file[1]).data == b"%PDF-1.4 surat"
    picture = re.search(r'<img src="(/gambar/[^"]+)"', shown)
    assert picture and admin.get(picture[1]).status_code == 200
    edit = admin.get(f"/tempat/edit/{number}").text
    assert "izin.pdf" in edit and "Hapus berkas ini" in edit and "_thumb.png" in edit
    post(admin, f"/tempat/edit/{number}", name="Pasar", **{"_letter-delete": "y"})
    assert "/tempat/download/" not in admin.get(f"/tempat/show/{number}").text
    wrong = post(admin, "/tempat/add", name="Salah", photo=(io.BytesIO(b"x"), "x.exe"))
    assert "Jenis berkas ini tidak diterima" in wrong.text
    assert 'value="Salah"' in wrong.text
    places = admin.get("/tempat-gambar/list/").text
    pictures = re.findall(r'src="(/gambar/[^"]+)"', places)
    assert len(pictures) > 1, "of the office, and the one brought here"
    assert {admin.get(one).status_code for one in pictures} == {200}


def test_a_lookup_offers_rows_without_scripts_and_an_address_with_them(
    admin: FlaskClient,
) -> None:
    form = admin.get("/surat-baris/add").text
    select = form[form.index('<select class="form-select" id="unit"') :].split("</select>")[0]
    assert 'data-url="/cari/bidang"' in select
    assert '<option value="1">Bidang Aplikasi Informatika</option>' in select
    whole = {"subject": "Lewat pencarian", "unit": "1", "cost": "1000", "sent": "2026-12-01"}
    answer = post(admin, "/surat-baris/add", **whole)
    assert answer.status_code == 200
    found = admin.get("/surat/list/?_flt_0_subject=Lewat pencarian").text
    assert "Bidang Aplikasi Informatika" in found
    wrong = post(admin, "/surat-baris/add", subject="", unit="1").text
    assert '<option value="1" selected>Bidang Aplikasi Informatika</option>' in wrong


def test_list_and_form_on_one_page(admin: FlaskClient) -> None:
    admin.get("/bidang-ringkas/list/")
    page = admin.get("/bidang-ringkas/add/", follow_redirects=True).text
    assert 'action="/bidang-ringkas/add/' in page
    data = {"csrf_token": office.token(page), "name": "Bidang Statistik"}
    admin.post("/bidang-ringkas/add/", data=data, headers={"Referer": "/bidang-ringkas/list/"})
    assert "Bidang Statistik" in admin.get("/bidang-ringkas/list/").text


def test_master_and_detail(admin: FlaskClient) -> None:
    assert "Pilih satu baris" in admin.get("/bidang/list/").text
    page = admin.get("/bidang/list/1").text
    assert 'class="list-group-item list-group-item-action active"' in page
    assert rows(page) == 10 and "nomor 1<" in page and "nomor 2<" not in page


def test_people_roles_and_groups_are_kept_by_plain_forms(admin: FlaskClient) -> None:
    admin.get("/roles/list/")
    assert "Arsiparis" in post(admin, "/roles/add", name="Arsiparis", permissions="1").text
    admin.get("/groups/list/")
    group = post(admin, "/groups/add", name="tim", label="Tim arsip", description="", roles="2")
    assert "Tim arsip" in group.text
    admin.get("/users/list/")
    made = post(
        admin,
        "/users/add",
        first_name="Dewi",
        last_name="Lestari",
        username="dewi",
        active="y",
        email="dewi@contoh.go.id",
        roles="2",
        password="rahasia-123",
        conf_password="rahasia-123",
    )
    assert "Dewi" in made.text
    profile = post(admin, "/userinfoeditview/form", first_name="Siti", last_name="Rahmawati")
    assert profile.status_code == 200
    short = post(admin, "/resetmypassword/form", password="rahasia-123", conf_password="lain")
    assert "Kedua kata sandi harus sama." in short.text
    same = post(
        admin, "/resetmypassword/form", password=office.PASSWORD, conf_password=office.PASSWORD
    )
    assert same.status_code == 200


def test_the_rest_interface_is_described_without_scripts(admin: FlaskClient) -> None:
    page = admin.get("/swagger/v1").text
    assert "/api/v1/surat/{pk}" in page
    assert 'href="/api/v1/_openapi"' in page
    assert "<code>subject</code>" in page
    assert "swagger-ui" not in page
    assert "Belum ada antarmuka REST" in admin.get("/swagger/v9").text


def test_registration_needs_no_foreign_host(
    app: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    monkeypatch.setitem(sys.modules, "flask_mail", _mail(sent))
    assert 'href="/register/form"' in visitor.get("/login/").text
    page = visitor.get("/register/form").text
    assert "recaptcha" not in page and '<script src="http' not in page
    data = {
        "csrf_token": office.token(page),
        "username": "rudi",
        "first_name": "Rudi",
        "last_name": "Hartono",
        "email": "rudi@contoh.go.id",
        "password": office.PASSWORD,
        "conf_password": office.PASSWORD,
    }
    wrong = visitor.post("/register/form", data={**data, "email": "bukan surel"})
    assert "surel" in wrong.text and 'value="Rudi"' in wrong.text
    assert visitor.post("/register/form", data=data).status_code == 302
    assert len(sent) == 1 and "Aktifkan akun Anda" in sent[0].html
    link = re.search(r'href="http://localhost(/register/activation/[^"]+)"', sent[0].html)
    assert link
    assert "Selamat datang, Rudi Hartono" in visitor.get(link[1]).text
    office.log_in(visitor, "rudi")


def _mail(sent: list[Any]) -> ModuleType:
    """The package Flask-Mail, as far as Flask-AppBuilder asks for it; letters go into `sent`."""
    module = ModuleType("flask_mail")

    class Message:
        subject = html = ""
        recipients: tuple[str, ...] = ()

    class Mail:
        def __init__(self, app: Flask) -> None:
            self.app = app

        def send(self, message: Message) -> None:
            sent.append(message)

    module.Mail, module.Message = Mail, Message  # type: ignore[attr-defined]
    return module


def test_login_through_a_directory(tmp_path: Path) -> None:
    app = office.make(tmp_path, AUTH_TYPE=AUTH_LDAP, AUTH_LDAP_SERVER="ldap://contoh.test")
    page = app.test_client().get("/login/").text
    assert "Masuk ke akun Anda" in page and 'name="password"' in page
    assert "/static/appbuilder" not in page


def test_login_through_another_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("flask_client")
    gone: list[str] = []

    class OAuth:
        def __init__(self, app: Flask) -> None:
            self.app = app

        def register(self, name: str, **about: Any) -> Any:
            remote = ModuleType(name)
            remote.authorize_redirect = lambda **k: gone.append(name) or ("", 302)  # type: ignore[attr-defined]
            return remote

    module.OAuth = OAuth  # type: ignore[attr-defined]
    for name in ("authlib", "authlib.integrations", "authlib.integrations.flask_client"):
        monkeypatch.setitem(sys.modules, name, module)
    providers = [{"name": n, "icon": "fa-key", "remote_app": {}} for n in ("sso", "provinsi")]
    app = office.make(tmp_path, AUTH_TYPE=AUTH_OAUTH, OAUTH_PROVIDERS=providers)
    browser = app.test_client()
    page = browser.get("/login/?next=/surat/list/").text
    assert 'href="/login/sso?next=/surat/list/"' in page
    assert "Masuk dengan provinsi" in page and "<script>" not in page
    assert 'lang="en">English</a>' in page, "who does not read Indonesian can switch here too"
    browser.get("/login/sso?next=/surat/list/")
    assert gone == ["sso"]


def test_login_by_the_server_in_front(tmp_path: Path) -> None:
    app = office.make(tmp_path, AUTH_TYPE=AUTH_REMOTE_USER)
    answer = app.test_client().get("/login/", environ_base={"REMOTE_USER": "juru"})
    assert answer.status_code == 302
