"""The pages in a browser without scripts."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from builder.kit.testing import OTHER_UNIT, Office

from .conftest import Counted
from .toy import Branch, Loan, LoanItem, Reader, Role, Title

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 30


def test_rights_behind_every_door(office: Office) -> None:
    """The table of rights, said again; pages, REST, export and import must agree."""
    table = {
        (Branch, Role.CLERK): ("read", "read"),
        (Branch, Role.HEAD): ("read add edit delete", "read add edit delete"),
        (Branch, Role.GUEST): ("", ""),
        (Reader, Role.CLERK): ("read add edit delete export import", ""),
        (Reader, Role.HEAD): ("read edit export", "read edit export"),
        (Title, Role.CLERK): (
            "read add edit delete export import",
            "read add edit delete export import",
        ),
        (Title, Role.PUBLIC): ("read", "read"),
        (Loan, Role.CLERK): ("read add edit delete", ""),
        (Loan, Role.HEAD): ("read edit", "read edit"),
        (LoanItem, Role.HEAD): ("read", "read"),
        (LoanItem, Role.CLERK): ("read add edit delete", ""),
    }
    for (entity, role), (own, other) in table.items():
        assert office.doors(role, entity) == own, (entity, role)
        got = office.doors(role, entity, OTHER_UNIT)
        assert got == other, (entity, role)


def test_words_in_cells(office: Office) -> None:
    office.row(Title, judul="Laskar", harga=2000, genre="novel")
    page = office.login(Role.CLERK).get("/toy_title/list/").text
    assert "Rp2.000" in page
    assert "Novel" in page
    assert "Ya" in page
    assert "2000.00" not in page


def test_list_search_filter_sort_and_saved_view(office: Office) -> None:
    office.row(Title, judul="Alpha", tahun=2001, genre="novel")
    office.row(Title, judul="Beta", tahun=2002, genre="ilmiah")
    office.row(Title, judul="Gamma 100%", tahun=2003, genre="", aktif=False, rusak="x")
    browser = office.login(Role.CLERK)

    def shown(query: str) -> list[str]:
        page = browser.get(f"/toy_title/list/?{query}").text
        return re.findall(r"Alpha|Beta|Gamma", re.sub(r"<input[^>]*>", "", page))

    assert shown("q=bet") == ["Beta"]
    assert shown("q=100%25") == ["Gamma"]
    assert shown("q=1%25") == []
    assert shown("f_genre=novel") == ["Alpha"]
    assert shown("f_aktif=false") == ["Gamma"]
    assert shown("view=0") == ["Gamma"]
    assert shown("sort=judul") == ["Alpha", "Beta", "Gamma"]
    assert shown("sort=-judul") == ["Gamma", "Beta", "Alpha"]
    assert shown("f_genre=apa&f_tahun_min=x&page=abc&sort=nothing") == []


def test_hidden_fields_can_neither_be_seen_nor_guessed(office: Office) -> None:
    reader = office.row(Reader, nik="987654321")
    browser = office.login(Role.HEAD)
    for url in ("list/", "list/?sort=nik", f"show/{reader.id}", f"edit/{reader.id}"):
        assert "987654321" not in browser.get(f"/toy_reader/{url}").text
    assert reader.nama in browser.get("/toy_reader/list/").text
    assert reader.nama not in browser.get("/toy_reader/list/?q=987654321").text


def test_total_is_never_wrong(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from builder.kit import listing

    for _ in range(3):
        office.row(Branch)
    browser = office.login(Role.HEAD)
    total = office.count(Branch)
    assert (
        f">{total}<" in re.sub(r"\s", "", browser.get("/toy_branch/list/").text)
        or str(total) in browser.get("/toy_branch/list/").text
    )
    monkeypatch.setattr(listing, "COUNTED", 2)
    assert "2+" in browser.get("/toy_branch/list/").text


def test_who_sees_no_units_adds_to_his_own(office: Office) -> None:
    guest = office.login(Role.GUEST)
    assert 'name="cabang"' not in guest.get("/toy_reader/add").text
    typed = {"nik": "1234", "nama": "Siti"}
    assert guest.post("/toy_reader/add", data=typed).status_code == 302
    assert office.gate.session.query(Reader).one().cabang_id == office.unit("unit-a")


@pytest.mark.parametrize("rows", [10, 200])
def test_a_list_page_is_a_fixed_number_of_statements(
    office: Office, statements: Counted, rows: int
) -> None:
    title = office.row(Title)
    reader = office.row(Reader)
    for _ in range(rows):
        office.row(Loan, reader=reader.id, items=[{"title": title.id}])
    browser = office.login(Role.CLERK)
    browser.get("/toy_loan/list/")
    statements.clear()
    assert browser.get("/toy_loan/list/").status_code == 200
    reads = [one for one in statements if one.startswith("SELECT")]
    assert len(reads) <= 9, "\n\n".join(reads)
    people = [one for one in reads if "FROM ab_user" in one]
    assert len(people) == 1
    assert "ab_role" in people[0]
    assert len([one for one in reads if "ab_permission_view" in one]) == 1


def test_form_shows_words_beside_the_field_and_keeps_what_was_typed(office: Office) -> None:
    browser = office.login(Role.CLERK)
    typed = {"judul": "Ketikan saya", "tahun": "1800", "harga": "abc", "aktif": "y"}
    answer = browser.post("/toy_title/add", data=typed)
    assert answer.status_code == 422
    for words in ("Ketikan saya", "Tahun paling sedikit 1900.", "Tulis jumlah uang", "abc"):
        assert words in answer.text
    assert office.count(Title) == 0


def test_form_with_rows_works_without_scripts(office: Office) -> None:
    title, reader = office.row(Title, harga=500), office.row(Reader)
    browser = office.login(Role.CLERK)
    page = browser.get("/toy_loan/add").text
    assert 'name="items-0-title"' in page
    typed = {"reader": str(reader.id), "tanggal": "2026-01-05", "items-0-title": str(title.id)}
    more = browser.post("/toy_loan/add", data={**typed, "_more": "items"})
    assert more.status_code == 200
    assert 'name="items-1-title"' in more.text
    assert office.count(Loan) == 0
    answer = browser.post("/toy_loan/add", data={**typed, "items-0-jumlah": "2"})
    assert answer.status_code == 302
    loan = office.gate.session.query(Loan).one()
    assert loan.total == 1000
    item = loan.items[0].id
    edit = {
        **typed,
        "version": str(loan.version),
        "items-0-id": str(item),
        "items-0-jumlah": "12",
    }
    answer = browser.post(f"/toy_loan/edit/{loan.id}", data=edit)
    assert answer.status_code == 422
    assert "Jumlah paling banyak 9." in answer.text


def test_nothing_is_preselected_for_a_required_reference(office: Office) -> None:
    office.row(Reader)
    page = office.login(Role.CLERK).get("/toy_loan/add").text
    select = re.search(r'<select[^>]*name="reader".*?</select>', page, re.S)
    assert select is not None
    assert not re.search(r'<option value="\d+"[^>]*selected', select[0])


def test_many_rows_are_searched_not_listed(office: Office) -> None:
    for n in range(55):
        office.row(Reader, nama=f"Pembaca {chr(97 + n // 8) * 3}{chr(97 + n % 8) * 3}")
    hidden = office.row(Reader, OTHER_UNIT, nama="Pembaca rahasia")
    browser = office.login(Role.CLERK)
    page = browser.get("/toy_loan/add").text
    assert "/toy_loan/choices/reader" in page
    assert "Pembaca ccc" not in page
    found = browser.get("/toy_loan/choices/reader?q=baca cccddd").json
    assert [one["label"] for one in found["results"]] == ["Pembaca cccddd"]
    assert len(browser.get("/toy_loan/choices/reader").json["results"]) == 20
    assert browser.get("/toy_loan/choices/reader?q=rahasia").json == {"results": []}
    assert browser.get("/toy_loan/choices/tanggal").status_code == 404
    assert hidden.nama not in page
    assert office.login(Role.GUEST).get("/toy_loan/choices/reader").status_code in (302, 403)


def test_stale_form_is_refused_and_keeps_what_was_typed(office: Office) -> None:
    title = office.row(Title)
    browser = office.login(Role.CLERK)
    typed = {"judul": "Baru", "tahun": "2000", "harga": "1", "aktif": "y"}
    first = browser.post(f"/toy_title/edit/{title.id}", data={**typed, "version": "1"})
    assert first.status_code == 302
    second = browser.post(
        f"/toy_title/edit/{title.id}", data={**typed, "judul": "Lain", "version": "1"}
    )
    assert second.status_code == 422
    assert "diubah orang lain" in second.text
    assert 'value="Lain"' in second.text


def test_detail_page_offers_only_the_steps_of_this_person(office: Office) -> None:
    loan = office.row(Loan)
    assert "/move/" in office.login(Role.CLERK).get(f"/toy_loan/show/{loan.id}").text
    head = office.login(Role.HEAD).get(f"/toy_loan/show/{loan.id}")
    assert head.status_code == 200
    assert "/move/" not in head.text
    browser = office.login(Role.CLERK)
    browser.post(f"/toy_loan/move/{loan.id}/ajukan", data={"version": str(loan.version)})
    again = browser.post(
        f"/toy_loan/move/{loan.id}/ajukan",
        data={"version": str(loan.version)},
        follow_redirects=True,
    )
    assert "diubah orang lain" in again.text
    page = office.login(Role.HEAD).get(f"/toy_loan/show/{loan.id}").text
    assert "Diajukan" in page
    assert "/edit/" in page


def test_file_follows_its_row_and_its_content(office: Office) -> None:
    browser = office.login(Role.CLERK)
    typed = {"nik": "1234", "nama": "Siti", "cabang": str(office.unit("unit-a"))}
    lie = browser.post("/toy_reader/add", data={**typed, "foto": (BytesIO(b"<script>"), "a.png")})
    assert lie.status_code == 422
    assert "tidak sesuai" in lie.text
    big = BytesIO(PNG + b"0" * (1024 * 1024 + 1))
    assert (
        browser.post("/toy_reader/add", data={**typed, "foto": (big, "a.png")}).status_code == 422
    )
    good = {**typed, "foto": (BytesIO(PNG), "../../foto saya.png")}
    assert browser.post("/toy_reader/add", data=good).status_code == 302
    reader = office.gate.session.query(Reader).one()
    assert re.fullmatch(r"[0-9a-f]{32}\.png", reader.foto)
    url = f"/toy_reader/file/{reader.id}/foto"
    answer = browser.get(url)
    assert answer.data == PNG
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert office.login(Role.CLERK, OTHER_UNIT).get(url).status_code == 404
    assert office.app.test_client().get(url).status_code in (302, 403)
    for door in (f"/toy_reader/download/{reader.foto}", f"/static/{reader.foto}"):
        assert browser.get(door).status_code == 404


def test_a_refused_file_and_what_else_is_wrong_are_told_at_once(office: Office) -> None:
    browser = office.login(Role.CLERK)
    lie = (BytesIO(b"<script>"), "a.png")
    both = browser.post("/toy_reader/add", data={"nik": "1234", "nama": "", "foto": lie})
    assert both.status_code == 422 and office.count(Reader) == 0
    assert "tidak sesuai dengan akhirannya" in both.text and "Nama wajib diisi." in both.text
    reader = office.row(Reader)
    whole = {"nik": reader.nik, "nama": "Lain", "cabang": str(reader.cabang_id)}
    lie = (BytesIO(b"<script>"), "a.png")
    only = browser.post(
        f"/toy_reader/edit/{reader.id}",
        data={**whole, "version": str(reader.version), "foto": lie},
    )
    assert only.status_code == 422 and 'value="Lain"' in only.text
    office.gate.session.expire_all()
    assert office.gate.session.get(Reader, reader.id).nama != "Lain", "nothing of it is saved"


def test_a_picture_is_seen_where_its_row_is_shown(office: Office) -> None:
    browser = office.login(Role.CLERK)
    typed = {"nik": "1234", "nama": "Siti", "cabang": str(office.unit("unit-a"))}
    browser.post("/toy_reader/add", data={**typed, "foto": (BytesIO(PNG), "foto.png")})
    id = office.gate.session.query(Reader.id).scalar()
    shown = browser.get(f"/toy_reader/show/{id}").text
    assert f'<img class="kit-photo" src="/toy_reader/file/{id}/foto" alt="Foto"' in shown
    assert "kit-photo" not in browser.get(f"/toy_reader/show/{office.row(Reader).id}").text


def test_a_state_has_the_colour_of_its_place_in_the_flow(office: Office) -> None:
    """`Dipinjam` is no word of the national design system; that the flow ends well there is."""
    loan = office.row(Loan, items=[{}])
    clerk = office.login(Role.CLERK)

    def tone() -> list[str]:
        return re.findall(r'class="status status-(\w+)"', clerk.get("/toy_loan/list/").text)

    seen = tone()
    for role, step in ((Role.CLERK, "ajukan"), (Role.HEAD, "pinjamkan")):
        office.gate.move(office.actor(role), office.gate.session.get(Loan, loan.id), step)
        seen += tone()
    clerk.get("/lang/en")
    assert [*seen, *tone()] == ["secondary", "info", "success", "success"]


def test_an_upload_survives_a_wrong_form(office: Office) -> None:
    browser = office.login(Role.CLERK)
    typed = {"nik": "", "nama": "Siti", "cabang": str(office.unit("unit-a"))}
    answer = browser.post("/toy_reader/add", data={**typed, "foto": (BytesIO(PNG), "a.png")})
    stored = re.search(r'name="foto__stored"[^>]*value="([^"]+)"', answer.text)
    assert stored is not None
    again = {**typed, "nik": "1234", "foto__stored": stored[1]}
    assert browser.post("/toy_reader/add", data=again).status_code == 302
    other = office.login(Role.CLERK, OTHER_UNIT)
    stolen = {**again, "nik": "4321", "cabang": str(office.unit(OTHER_UNIT))}
    assert other.post("/toy_reader/add", data=stolen).status_code == 422


def test_the_doors_of_other_frameworks_are_not_there(office: Office) -> None:
    loan = office.row(Loan)
    browser = office.login(Role.CLERK)
    for url in ("/toy_loan/action_post", "/toy_loan/action/hapus/1", "/toy_loan/download/x"):
        assert browser.post(url).status_code in (404, 405)
    assert browser.get(f"/toy_loan/delete/{loan.id}").status_code == 405
    assert browser.get(f"/toy_loan/move/{loan.id}/ajukan").status_code == 405


def test_admin_manages_people_and_sees_no_data(office: Office) -> None:
    office.row(Loan)
    with office.app.app_context():
        office.application.add_user("bos", "rahasia-sekali", "Admin")
    browser = office.app.test_client()
    browser.post("/login/", data={"username": "bos", "password": "rahasia-sekali"})
    assert browser.get("/users/list/").status_code == 200
    assert browser.get("/toy_loan/list/").status_code in (302, 403)
    home = browser.get("/").text
    assert "tidak membuka data" in home and 'href="/users/list/">Pengguna</a>' in home


def test_admin_puts_people_into_units(office: Office) -> None:
    clerk = office.actor(Role.CLERK, None)
    with office.app.app_context():
        office.application.add_user("bos", "rahasia-sekali", "Admin")
    browser = office.app.test_client()
    browser.post("/login/", data={"username": "bos", "password": "rahasia-sekali"})
    unit = office.row(Branch, nama="Cabang Kota").id
    url = f"/unit-pengguna/edit/{clerk.id}"
    assert "Cabang Kota" in browser.get(url).text
    assert browser.post(url, data={"unit": "4711"}).status_code == 200
    assert browser.post(url, data={"unit": str(unit)}).status_code == 302
    assert "Cabang Kota" in browser.get("/unit-pengguna/list/").text
    office.row(Reader, cabang=unit, nama="Terlihat")
    assert "Terlihat" in office.login(Role.CLERK, None).get("/toy_reader/list/").text
    assert office.login(Role.CLERK).get("/unit-pengguna/list/").status_code in (302, 403)


def test_csrf_is_asked(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    from . import toy

    folder = tmp_path_factory.mktemp("csrf")
    app = toy.create_app(f"sqlite:///{folder / 'a.db'}", folder, WTF_CSRF_ENABLED=True)
    assert app.test_client().post("/toy_title/add", data={}).status_code == 400


def test_a_range_that_cannot_be_read_is_told(office: Office) -> None:
    office.row(Reader, nama="Tetap ada")
    browser = office.login(Role.CLERK)
    page = browser.get("/toy_reader/list/?f_lahir_min=kemarin").text
    assert "Tulis tanggal seperti 2026-03-05." in page and 'value="kemarin"' in page
    assert "Tetap ada" not in page
    assert "Tetap ada" in browser.get("/toy_reader/list/?f_lahir_min=").text
