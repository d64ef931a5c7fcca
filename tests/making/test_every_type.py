"""Every field type in one application: typed into the form, shown, files brought and fetched."""

from pathlib import Path

from builder.generate import draft_tree
from builder.plugin_host import Plugins
from builder.render import Renderer
from builder.spec import Spec, load
from tests.making.test_generated import run

SPEC = """
rakit: 1
name: semua_jenis
entities:
  - name: golongan
    fields:
      - {name: nama, required: true}
  - name: catatan
    fields:
      - {name: judul, required: true}
      - {name: uraian, type: long_text}
      - {name: jumlah, type: integer}
      - {name: ukuran, type: decimal}
      - {name: harga, type: money}
      - {name: aktif, type: boolean}
      - {name: tanggal, type: date}
      - {name: saat, type: datetime}
      - {name: warna, type: choice, options: {choices: [{name: merah}, {name: biru}]}}
      - {name: surel, type: email}
      - {name: telepon, type: phone}
      - {name: berkas, type: file}
      - {name: foto, type: image}
      - {name: nomor, type: numbering, options: {pattern: "{seq:03}/C"}}
      - {name: golongan, type: reference, options: {target: golongan}}
      - {name: status, type: state}
      - {name: nik, type: nik, label: NIK}
      - {name: nip, type: nip, label: NIP}
roles:
  - {name: petugas, grants: [{entities: ["*"], can: [read, create, update, delete]}]}
flows:
  - name: alur
    entity: catatan
    states: [{name: baru}, {name: selesai, kind: done}]
    transitions: [{name: selesaikan, at: [baru], to: selesai, by: [petugas]}]
"""

SCRIPT = """
import io
import re
import sys
from semua_jenis import create_app
from semua_jenis.config import Config
from semua_jenis.catatan.model import Catatan
from semua_jenis.golongan.model import Golongan
from semua_jenis.kit.testing import Office

class Testing(Config):
    DATABASE_URL = "sqlite:///" + sys.argv[1] + "/a.db"
    UPLOAD_FOLDER = sys.argv[1]
    WTF_CSRF_ENABLED = False
    FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"

office = Office(create_app(Testing))
group = office.row(Golongan, nama="Golongan Melati")
client = office.login("petugas")
png = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
typed = {
    "judul": "Judul satu", "uraian": "Baris satu", "jumlah": "12", "ukuran": "1,5",
    "harga": "1.250.000", "aktif": "true", "tanggal": "2026-03-04",
    "saat": "2026-03-04T09:30", "warna": "biru", "surel": "warga@example.go.id",
    "telepon": "081234567890", "golongan": str(group.id), "nik": "3507010101900001",
    "nip": "198501012010011001",
    "berkas": (io.BytesIO(b"%PDF-1.7 isi"), "surat.pdf"),
    "foto": (io.BytesIO(png), "muka.png"),
}
answer = client.post("/catatan/add", data=typed, content_type="multipart/form-data")
assert answer.status_code == 302, re.sub("<[^>]+>", " ", answer.text)[-2500:]
page = client.get(answer.headers["Location"]).text
seen = (
    "Judul satu", "Baris satu", "12", "1,5", "1.250.000", "Ya", "4 Maret 2026", "09.30", "Biru",
    "warga@example.go.id", "Lihat berkas", "001/C", "Golongan Melati", "Baru", "3507010101900001",
)
print("missing:", [words for words in seen if words not in page])
where = answer.headers["Location"].rpartition("/")[2]
for name, body in (("berkas", b"%PDF-1.7 isi"), ("foto", png)):
    links = re.findall(r'(?:href|src)="([^"]*/' + name + r'[^"]*)"', page)
    got = [client.get(link) for link in links]
    assert got and all(g.status_code == 200 and g.data == body for g in got), (name, links)
plain = {name: value for name, value in typed.items() if name not in ("berkas", "foto")}
again = client.post("/catatan/add", data={**plain, "judul": "Dua", "nik": "12"})
assert again.status_code == 422 and "NIK terdiri atas 16 angka." in again.text
assert 'value="Dua"' in again.text and 'value="1.250.000"' in again.text
files = {"berkas": (io.BytesIO(b"MZ"), "a.pdf"), "foto": (io.BytesIO(b"bukan"), "muka.png")}
again = client.post("/catatan/add", data={**plain, **files}, content_type="multipart/form-data")
words = re.sub("<[^>]+>", " ", again.text)
assert again.status_code == 422 and "akhirannya (.pdf)" in words and "akhirannya (.png)" in words
moved = client.get(f"/catatan/edit/{where}")
assert moved.status_code == 200 and 'value="2026-03-04"' in moved.text
"""


def test_every_type_is_typed_saved_and_shown(
    plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    draft_tree(load(SPEC, plugins.types), plugins, tmp_path / "app", renderer=renderer)
    done = run(tmp_path / "app", "-c", SCRIPT, str(tmp_path))
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == "missing: []"


MORE = """
      - {name: bagian, type: percent}
      - {name: jam, type: time}
      - {name: tahun, type: year}
      - {name: layanan, type: multichoice, options: {choices: [{name: antar}, {name: jemput-b}]}}
      - {name: situs, type: url}
      - {name: titik, type: location}
      - {name: isi, type: json}
      - {name: kunci, type: uuid}
      - {name: npwp, type: npwp}
      - {name: kk, type: nomor_kk}
      - {name: wilayah, type: kode_wilayah}
"""
FILTERED = """
import sys
from urllib.parse import quote
from semua_jenis import create_app
from semua_jenis.config import Config
from semua_jenis.catatan.model import Catatan
from semua_jenis.golongan.model import Golongan
from semua_jenis.kit.fields import fields
from semua_jenis.kit.history import plain
from semua_jenis.kit.testing import Office

class Testing(Config):
    DATABASE_URL = sys.argv[1]
    UPLOAD_FOLDER = sys.argv[2]
    WTF_CSRF_ENABLED = False
    FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"

office = Office(create_app(Testing))
known = fields(Catatan)
typed = [f for f in known.values() if not (f.readonly or f.target or f.file) and f.name != "status"]
own = {f.name: f.sample(3) for f in typed} | {"layanan": ["antar", "jemput-b"]}
row = office.row(Catatan, golongan=office.row(Golongan).id, **own)
office.row(Catatan, layanan=["antar"])
stored = {name: plain(getattr(row, f.key)) for name, f in known.items()}
stored["layanan"] = "jemput-b"
browser, rest, header = office.login("petugas"), office.app.test_client(), office.token("petugas")
for name, value in stored.items():
    if value is None:
        continue
    asked = quote(str(value))
    found = rest.get(f"/api/v1/catatan/?{name}={asked}", headers=header).json["result"]
    assert row.id in [one["id"] for one in found], (name, found)
    listed = browser.get(f"/catatan/list/?f_{name}={asked}&f_{name}_min={asked}&f_{name}_max=x")
    assert listed.status_code == 200, name
    for order in (name, f"-{name}"):
        many = rest.get(f"/api/v1/catatan/?order={order}", headers=header).json
        assert many["count"] == len(many["result"]) == 2, order
        listed = browser.get(f"/catatan/list/?sort={order}")
        assert listed.text.count('id="baris-') == 2, order
one = browser.get("/catatan/list/?f_layanan=jemput-b").text
assert one.count('id="baris-') == 1 and f'id="baris-{row.id}"' in one
assert browser.get("/catatan/list/?f_layanan=antar").text.count('id="baris-') == 2
print("filtered")
"""


def with_filters(plugins: Plugins) -> Spec:
    """All types, and a list that shows them all and has a filter for each."""
    spec = load(SPEC.replace("\nroles:", f"{MORE}roles:"), plugins.types)
    names = ", ".join(f.name for f in spec.entity("catatan").fields)
    plain = ", ".join(n for n in names.split(", ") if n not in ("berkas", "foto"))
    screen = f"""
screens:
  - {{name: daftar, kind: list, entity: catatan, columns: [{names}], filters: [{plain}]}}
"""
    return load(SPEC.replace("\nroles:", f"{MORE}roles:") + screen, plugins.types)


def test_a_list_is_filtered_and_ordered_by_every_type(
    plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    draft_tree(with_filters(plugins), plugins, tmp_path / "app", renderer=renderer)
    done = run(tmp_path / "app", "-c", FILTERED, f"sqlite:///{tmp_path}/a.db", str(tmp_path))
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == "filtered"
