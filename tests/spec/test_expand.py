"""What people leave out is made: labels, plurals, screens, a role, a menu."""

from builder.spec import Spec, Types, check, expand, from_raw, load, plain, sha256

SMALL = """\
rakit: 1
name: buku_tamu
entities:
  - name: tamu
    fields:
      - {name: nama, required: true}
      - {name: nik, type: nik}
      - {name: keperluan, type: long_text}
"""


def test_ten_lines_are_an_application(types: Types) -> None:
    spec = expand(load(SMALL, types), types)
    tamu = spec.entities[0]
    assert (spec.label, tamu.label, tamu.plural, tamu.display) == (
        "Buku tamu", "Tamu", "Tamu", ("nama",),
    )  # fmt: skip
    assert [field.label for field in tamu.fields] == ["Nama", "NIK", "Keperluan"]
    assert [screen.kind for screen in spec.screens] == ["list", "form", "detail"]
    assert spec.screens[0].columns == ("nama", "nik")
    assert [item.screen for item in spec.menu] == [spec.screens[0].name]
    assert set(spec.roles[0].grants[0].can) >= {"read", "create", "update", "delete"}


def test_what_is_written_stays(klinik: Spec, types: Types) -> None:
    spec = expand(klinik, types)
    before = {screen.name: screen for screen in klinik.screens}
    for screen in spec.screens:
        if screen.name in before:
            assert {**plain(before[screen.name]), "label": screen.label} == plain(screen)
    assert spec.entity("periksa").label == "Pemeriksaan"
    assert spec.menu[1].children[0].screen == "daftar_hewan"
    assert [role.name for role in spec.roles] == ["dokter", "petugas", "umum"]


def test_expanding_changes_no_hash_and_finds_no_new_fault(klinik: Spec, types: Types) -> None:
    whole = sha256(klinik)
    spec = expand(klinik, types)
    assert sha256(klinik) == whole
    assert [one for one in check(spec, types) if one.severity == "error"] == []


def test_expanding_twice_is_expanding_once(klinik: Spec, types: Types) -> None:
    once = expand(klinik, types)
    assert plain(expand(once, types)) == plain(once)
    assert plain(expand(from_raw(plain(klinik), types), types)) == plain(once)


def test_screens_of_entities_with_the_longest_names_have_names_of_their_own(types: Types) -> None:
    long = "pertanggungjawaban_kesekretariatan_daerah_kabupaten_co"
    raw = {
        "rakit": 1,
        "name": "panjang",
        "entities": [
            {"name": f"{long}{n}", "fields": [{"name": "nama"}]} for n in ("a", "b")
        ],
    }  # fmt: skip
    names = [screen.name for screen in expand(from_raw(raw, types), types).screens]
    assert len(set(names)) == 6
    assert {len(name) for name in names} == {55}
