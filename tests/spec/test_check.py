"""Everything that can be wrong is found, said at its place, and with the way out."""

import cProfile

import pytest

from builder.spec import Problem, Spec, Types, check, load
from builder.spec.checks import CODES

from .texts import BARE, KLINIK, changed

# code: (what stands there, what is written instead, node and key where it is said)
MISTAKES: dict[str, tuple[str, str, str]] = {
    "name_reserved": ("{name: nama, definition: Nama panggilan.", "{name: class, definition: N.",
                      "hewan.class.name"),
    "name_twice": ("{name: lahir,", "{name: nama,", "hewan.nama.name"),
    "name_like": ("- {name: sapi, label", "- {name: KUCING}\n            - {name: sapi, label",
                  "hewan.jenis.KUCING.name"),
    "unknown_name": ("tells: [petugas]", "tells: [perawat]", "alur_periksa.tutup.tells"),
    "unknown_path": ("columns: [nama, pemilik.nama, jenis]", "columns: [nama, pemilik.usia]",
                     "daftar_hewan.columns"),
    "path_many": ("card: [hewan.nama]", "card: [tindakan.nama]", "papan.card"),
    "no_rows": ("rows: periksa}", "rows: lahir}", "formulir_hewan.Riwayat.rows"),
    "expression": ("where: status == 'antre'", "where: status == 'antri'", "beranda.Antre.where"),
    "bounds": ("{max: today}", "{min: 2026-01-02, max: 2026-01-01}", "hewan.lahir.options.min"),
    "pattern": ("{name: nama, definition: Nama tindakan., required: true}",
                "{name: nama, definition: N., required: true, options: {pattern: '['}}",
                "tindakan.nama.options.pattern"),
    "numbering": ("{seq:04}/{year}", "{nomor}", "periksa.nomor.options.pattern"),
    "default": ("type: decimal,", "type: decimal, default: berat,", "hewan.berat.default"),
    "computed_and": ("computed: sum(tindakan.biaya)", "required: true, computed: biaya",
                     "periksa.biaya.required"),
    "computed_cycle": ("Tarif., required: true,", "Tarif., computed: periksa.biaya,",
                       "periksa.biaya.computed"),
    "clear_required": ("target: periksa, on_delete: cascade", "target: periksa, on_delete: clear",
                       "tindakan.periksa.options.on_delete"),
    "required_self": ("definition: Unit di atasnya.,", "definition: U., required: true,",
                      "unit.induk.required"),
    "required_ring": ("      - name: unit\n", "      - {name: utama, type: reference, "
                      "required: true, definition: U., options: {target: hewan}}\n"
                      "      - name: unit\n",
                      "hewan.pemilik.required"),
    "tree": ("tree: induk", "tree: nama", "unit.tree"),
    "unit_by": ("unit_by: pemilik.unit", "unit_by: pemilik", "hewan.unit_by"),
    "state_without_flow": ("type: location, definition: Letak kandang.",
                           "type: state, definition: K.", "hewan.tempat.type"),
    "state_twice": ("{name: catatan, type: long_text,", "{name: catatan, type: state,",
                    "periksa.catatan.type"),
    "unique_type": ("type: location,", "type: location, unique: true,", "hewan.tempat.unique"),
    "empty_group": ("indexes: [[jenis, lahir]]", "indexes: [[jenis, jenis]]", "hewan.indexes"),
    "link_names": ("between: [pemilik, hewan]", "between: [hewan, hewan]",
                   "kepemilikan_bersama.names"),
    "link_of_link": ("between: [pemilik, hewan]", "between: [pemilik, kepemilikan_bersama]",
                     "kepemilikan_bersama.between"),
    "flow_without_state": ("name: status, type: state,", "name: status,", "alur_periksa.entity"),
    "flow_twice": ("screens:\n", "  - name: lagi\n    entity: periksa\n    states: [{name: a}, "
                   "{name: b, kind: done}]\n    transitions:\n      "
                   "- {name: c, at: [a], to: b, by: [owner]}\nscreens:\n", "lagi.entity"),
    "sets_target": ("sets: {catatan: note}", "sets: {biaya: '1'}", "alur_periksa.tutup.sets"),
    "sets_note": ("note: required", "note: none", "alur_periksa.tutup.sets"),
    "state_unreachable": ("at: [antre], to: berjalan", "at: [antre], to: antre",
                          "alur_periksa.berjalan.name"),
    "state_stuck": ("{name: selesai, kind: done}", "{name: selesai}", "alur_periksa.selesai.kind"),
    "needs_message": ("message: Isi tindakan dahulu.\n        ", "", "alur_periksa.tutup.message"),
    "grant_twice": ("{entities: [pemilik, hewan], can", "{entities: [pemilik, pemilik], can",
                    "petugas.grants"),
    "grant_read": ("can: [read, create, update], rows", "can: [create, update], rows",
                   "petugas.grants"),
    "create_blocked": ("rows: unit, readonly: [nik]", "rows: unit, readonly: [nama]",
                       "petugas.grants"),
    "rows_unit": ("    unit_by: unit\n", "", "petugas.grants"),
    "public_twice": ("- name: petugas\n    ", "- name: petugas\n    public: true\n    ",
                     "umum.public"),
    "public_role": ("public: true\n    ", "", "ternak.kind"),
    "public_path": ("entity: hewan, columns: [nama, jenis]}",
                    "entity: hewan, columns: [nama, pemilik.nama]}", "ternak.columns"),
    "public_closed": ("{name: nama, definition: Nama panggilan.,",
                      "{name: nama, definition: N., publicity: pribadi,", "ternak.columns"),
    "specific_open": ("measure: kg,", "measure: kg, privacy: specific,", "hewan.berat.publicity"),
    "role_without_grants": ("  - name: umum\n", "  - {name: tamu}\n  - name: umum\n",
                            "tamu.grants"),
    "tabs_and_sections": ("    sections:\n      - {label: Hewan", "    tabs:\n      - {label: T, "
                          "sections: [{label: A, fields: [berat]}]}\n    sections:\n      "
                          "- {label: Hewan", "formulir_hewan.sections"),
    "section_content": ("{label: Riwayat, rows: periksa}", "{label: Riwayat}",
                        "formulir_hewan.Riwayat.fields"),
    "form_path": ("[nama, pemilik, jenis, lahir]", "[nama, pemilik, pemilik.nama]",
                  "formulir_hewan.Hewan.fields"),
    "field_twice": ("[nama, pemilik, jenis, lahir]", "[nama, pemilik, nama]",
                    "formulir_hewan.Hewan.fields"),
    "form_missing": ("[nama, pemilik, jenis, lahir]", "[nama, jenis, lahir]",
                     "formulir_hewan.sections"),
    "screen_field": ("location: tempat", "location: lahir", "peta.location"),
    "menu_item": ("- {screen: beranda}", "- {label: Kosong}", "Kosong.screen"),
    "screen_hidden": ("      - {screen: peta}\n", "", "peta.name"),
    "definition": (" definition: Nama tindakan.,", "", "tindakan.nama.definition"),
    "class": ("    privacy: none\n    publicity: open\n    unit_by: pemilik.unit",
              "    publicity: open\n    unit_by: pemilik.unit", "hewan.nama.privacy"),
    "ids": ("label: Klinik hewan", "label: Klinik hewan", "id"),
    "personal_class": ("name: pemilik\n    privacy: general", "name: pemilik\n    privacy: none",
                       "pemilik.nik.privacy"),
    "exclusion_unused": ("exclusions:\n", "exclusions:\n  - {name: proses, basis: UU}\n",
                         "proses.name"),
    "i18n_unused": ("Kucing: Cat", "Anjing: Dog", "i18n"),
}  # fmt: skip


def found(text: str, types: Types, code: str) -> list[Problem]:
    return [one for one in check(load(text, types), types) if one.code == code]


def test_a_sound_specification_has_no_problem(klinik: Spec, types: Types) -> None:
    assert check(klinik, types) == ()


def test_the_example_has_no_problem(example: str, types: Types) -> None:
    assert check(load(example, types), types) == ()


def test_every_code_has_its_mistake() -> None:
    assert set(MISTAKES) == set(CODES)


@pytest.mark.parametrize("code", MISTAKES)
def test_the_mistake_is_found_at_its_place(code: str, types: Types) -> None:
    old, new, place = MISTAKES[code]
    sensitive = Types(
        kind if key != "nik" else type(kind)(**{**vars(kind), "personal": "general"})
        for key, kind in types.items()
    )
    text = changed(BARE, old, new)
    problems = found(text, sensitive, code)
    assert place in [one.path for one in problems], problems
    one = next(each for each in problems if each.path == place)
    assert one.node_id and one.line and one.text.endswith(".")
    assert one.way_out or code == "expression"


def test_a_problem_says_the_line_of_its_key(types: Types) -> None:
    text = changed(KLINIK, "tells: [petugas]", "tells: [perawat]")
    (problem,) = found(text, types, "unknown_name")
    assert text.splitlines()[(problem.line or 0) - 1].strip() == "tells: [perawat]"
    assert str(problem).startswith("alur_periksa.tutup.tells (baris ")


def test_a_near_name_is_offered(types: Types) -> None:
    text = changed(BARE, "tells: [petugas]", "tells: [petugs]")
    (problem,) = found(text, types, "unknown_name")
    assert problem.way_out == "Maksud Anda petugas?"
    text = changed(BARE, "pemilik.nama, jenis]", "pemilk.nama, jenis]")
    (problem,) = found(text, types, "unknown_path")
    assert problem.way_out == "Maksud Anda pemilik?"


def test_errors_come_before_gaps_before_advice(types: Types) -> None:
    text = changed(BARE, "tells: [petugas]", "tells: [perawat]")
    text = changed(text, " definition: Nama tindakan.,", "")
    assert [one.severity for one in check(load(text, types), types)] == ["error", "gap", "advice"]


def test_a_link_of_an_entity_with_itself_is_two_names(types: Types) -> None:
    text = changed(
        BARE, "between: [pemilik, hewan]", "between: [hewan, hewan]\n    names: [induk, anak]"
    )
    assert [one for one in check(load(text, types), types) if one.severity != "advice"] == []


@pytest.mark.parametrize(
    "words",
    ["sum(tindakan)", "tindakan.biaya", "biaya * biaya", "biaya + 1", "status == status == status",
     "hewan == pemilik", "has_role('tukang')", "user.unit == 3", "catatan", "1 = 1", 'nama == "x"'],
)  # fmt: skip
def test_an_expression_without_sense_is_refused(words: str, types: Types) -> None:
    text = changed(BARE, "count(tindakan) > 0", f"'{words.replace(chr(39), chr(39) * 2)}'")
    (problem,) = found(text, types, "expression")
    assert problem.path == "alur_periksa.tutup.needs"


def test_a_thousand_problems_are_not_a_second(types: Types) -> None:
    """A generated file with a wrong name everywhere is still answered at once."""
    entities = "".join(
        f"  - name: e{n}\n    fields: [{{name: a}}, {{name: b, required_if: salah}}]\n"
        for n in range(300)
    )
    problems = check(load(f"rakit: 1\nname: x\nentities:\n{entities}", types), types)
    assert len(problems) == 300 * 5 + 1


def calls(entities: int, types: Types) -> int:
    """How many calls a check makes that finds problems in every entity and field."""
    parts = ["rakit: 1", "name: besar", "entities:"]
    for n in range(entities):
        parts += [f"  - name: barang_{n}", "    fields:"]
        parts += [f"      - name: isian_{field}" for field in range(4)]
        if n:
            options = f"options: {{target: barang_{n - 1}, inverse: {{name: daftar_{n}}}}}"
            parts += [f"      - {{name: induk, type: reference, {options}}}"]
    spec = load("\n".join(parts), types)
    profile = cProfile.Profile()
    found = profile.runcall(check, spec, types)
    assert len(found) > 5 * entities
    return int(sum(one.callcount for one in profile.getstats()))


def test_twice_as_large_is_twice_as_much_work(types: Types) -> None:
    calls(5, types)
    assert calls(80, types) < 2.3 * calls(40, types)
