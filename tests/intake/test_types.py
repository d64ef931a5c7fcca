"""What a column is: declared type first, data where it contradicts, and always a line about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.intake.choices import allowed_values
from tests.intake import sources

DECLARED = {
    "nama VARCHAR(40)": {"type": "text", "max_length": 40},
    "catatan TEXT": {"type": "long_text"},
    "isi LONGTEXT": {"type": "long_text"},
    "banyak INT": {"type": "integer"},
    "besar BIGINT": {"type": "decimal", "digits": 0},
    "harga DECIMAL(12,2)": {"type": "money"},
    "rasio DECIMAL(8,4)": {"type": "decimal", "digits": 4},
    "bulat NUMERIC(5)": {"type": "integer"},
    "tanggal DATE": {"type": "date"},
    "waktu DATETIME": {"type": "datetime"},
    "jam TIME": {"type": "time"},
    "aktif BOOLEAN": {"type": "boolean"},
    "foto BLOB": {"type": "file"},
    "surel VARCHAR(80)": {"type": "email"},
    "nik CHAR(16)": {"type": "nik"},
    "titik POINT": {"type": "long_text"},
    "bebas": {"type": "text", "max_length": 200},
}


@pytest.mark.parametrize("column", DECLARED)
def test_a_declared_type_becomes_a_field_type(column: str, tmp_path: Path) -> None:
    proposal = sources.from_sql(
        tmp_path, f"CREATE TABLE t (id INTEGER PRIMARY KEY, {column});", False
    )
    field = next(iter(sources.fields(proposal, "t").values()))
    wanted = dict(DECLARED[column])
    assert field.get("type", "text") == wanted.pop("type")
    options = field.get("options", {})
    assert {key: options.get(key) for key in wanted} == wanted


def one_column(
    tmp_path: Path, declared: str, *values: str
) -> tuple[dict[str, Any], list[Any], Any]:
    """The field, the values in the rows, and the proposal for one column with data."""
    listed = ", ".join(f"({place}, {value})" for place, value in enumerate(values, 1))
    sql = f"CREATE TABLE t (id INTEGER PRIMARY KEY, {declared}); INSERT INTO t VALUES {listed};"
    proposal = sources.from_sql(tmp_path, sql)
    field = next(iter(sources.fields(proposal, "t").values()))
    return field, [row.get(field["name"]) for row in sources.rows(proposal, "t")], proposal


DATA: dict[str, tuple[str, tuple[str, ...], str, list[Any]]] = {
    "0 and 1 in a whole number": ("aktif INT", ("0", "1"), "boolean", [False, True]),
    "0 and 1 that are counts": ("jumlah INT", ("0", "1"), "integer", [0, 1]),
    "Y and N": ("lunas CHAR(1)", ("'Y'", "'N'"), "boolean", [True, False]),
    "days as text": (
        "lahir TEXT",
        ("'2001-02-03'", "'1999-1-9'"),
        "date",
        ["2001-02-03", "1999-01-09"],
    ),
    "midnights": ("tgl DATETIME", ("'2024-01-02 00:00:00'",), "date", ["2024-01-02"]),
    "moments": ("tgl DATETIME", ("'2024-01-02 03:04:05'",), "datetime", ["2024-01-02T03:04:05"]),
    "mail": ("kontak TEXT", ("'Ani@Contoh.go.id'",), "email", ["ani@contoh.go.id"]),
    "Indonesian phones": ("telepon TEXT", ("'0812-3456-7890'",), "phone", ["+6281234567890"]),
    "foreign phones": ("telepon TEXT", ("'+55 (12) 3923-5555'",), "text", ["+55 (12) 3923-5555"]),
    "codes with zeros": ("kode TEXT", ("'007'", "'010'"), "text", ["007", "010"]),
    "letters in a number": ("n INT", ("1", "'dua'"), "text", ["1", "dua"]),
    "three places": ("x REAL", ("1.125", "2"), "decimal", ["1.125000", "2.000000"]),
    "money": ("gaji REAL", ("1500000.5",), "money", ["1500000.50"]),
    "years": ("tahun INT", ("2023", "2024"), "year", [2023, 2024]),
    "numbers too large": ("n INT", ("5000000000",), "decimal", ["5000000000.000000"]),
    "line breaks": ("judul VARCHAR(50)", ("'a\nb'",), "long_text", ["a\nb"]),
    "impossible days": ("d DATE", ("'2024-02-30'", "'2024-02-28'"), "date", [None, "2024-02-28"]),
    "zero dates": ("d DATE", ("'0000-00-00'", "'2024-02-28'"), "date", [None, "2024-02-28"]),
}


@pytest.mark.parametrize("case", DATA)
def test_data_says_what_a_column_really_is(case: str, tmp_path: Path) -> None:
    declared, values, kind, expected = DATA[case]
    field, found, _ = one_column(tmp_path, declared, *values)
    assert (field.get("type", "text"), found) == (kind, expected)


def test_a_value_longer_than_declared_widens_the_field(tmp_path: Path) -> None:
    field, _, proposal = one_column(tmp_path, "kode VARCHAR(3)", "'panjang'")
    assert field["options"]["max_length"] == 7
    assert any("lebih dari 3" in line for line in sources.said(proposal, "change"))


def test_required_falls_where_the_data_is_empty(tmp_path: Path) -> None:
    field, _, proposal = one_column(tmp_path, "nama VARCHAR(9) NOT NULL", "'a'", "''")
    assert "required" not in field
    assert any("tidak diwajibkan" in line for line in sources.said(proposal, "change"))


def test_zero_dates_and_impossible_days_are_counted(tmp_path: Path) -> None:
    _, _, zero = one_column(tmp_path, "d DATE", "'0000-00-00'", "'2024-02-28'")
    assert [line.count for line in zero.report if "Tanggal nol" in line.what] == [1]
    _, _, impossible = one_column(tmp_path, "d DATE", "'2024-02-30'")
    assert [line.count for line in impossible.report if line.level == "loss"] == [1]


def test_enums_become_choices_and_their_values_clean_names(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE `t` (
      `id` int NOT NULL AUTO_INCREMENT, `s` enum('Kawin','Belum Kawin','-') DEFAULT '-',
      `aktif` enum('Y','N'), `h` set('a b','c'), PRIMARY KEY (`id`)) ENGINE=InnoDB;
    INSERT INTO `t` VALUES (1, 'Belum Kawin', 'Y', 'a b,c'), (2, '-', 'N', NULL);
    """
    proposal = sources.from_sql(tmp_path, sql)
    found = sources.fields(proposal, "t")
    assert found["s"]["options"]["choices"] == [
        {"name": "Kawin"},
        {"name": "belum_kawin", "label": "Belum Kawin"},
        {"name": "pilihan_3", "label": "-"},
    ]
    assert found["s"]["default"] == "pilihan_3"
    assert found["aktif"]["type"] == "boolean"
    assert sources.rows(proposal, "t") == [
        {"id": 1, "s": "belum_kawin", "aktif": True, "h": ["a_b", "c"]},
        {"id": 2, "s": "pilihan_3", "aktif": False},
    ]
    sources.spec_of(proposal)


def test_checks_become_choices_bounds_and_rules_and_the_rest_is_said(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE t (
      id INTEGER PRIMARY KEY, jk CHAR(1) CHECK (jk IN ('L', 'P')), umur INT, berat REAL, a INT,
      b INT, CHECK (umur >= 0 AND umur <= 120), CHECK (berat > 0), CHECK (a < b));
    """
    proposal = sources.from_sql(tmp_path, sql, with_data=False)
    found = sources.fields(proposal, "t")
    assert [one["name"] for one in found["jk"]["options"]["choices"]] == ["L", "P"]
    assert found["umur"]["options"] == {"min": 0, "max": 120}
    assert sources.entity(proposal, "t")["checks"][0]["test"] == "empty(berat) or berat > 0"
    assert [line for line in sources.said(proposal, "loss") if "CHECK" in line] == [
        "t: Aturan CHECK tidak dibawa: a < b"
    ]
    sources.spec_of(proposal)


@pytest.mark.parametrize(
    ("declared", "default"),
    [
        ("a INT DEFAULT 5", "5"),
        ("a INT DEFAULT (-5)", "-5"),
        ("a TEXT DEFAULT 'it''s'", "it's"),
        ("a BOOLEAN DEFAULT 1", "true"),
        ("a DATE DEFAULT CURRENT_DATE", "today"),
        ("a DATETIME DEFAULT CURRENT_TIMESTAMP", "now"),
        ("a DECIMAL(8,2) DEFAULT 4.50", "4.5"),
        ("a TEXT DEFAULT ''", None),
        ("a TEXT DEFAULT NULL", None),
    ],
)
def test_a_default_is_carried_over(declared: str, default: str | None, tmp_path: Path) -> None:
    proposal = sources.from_sql(
        tmp_path, f"CREATE TABLE t (id INTEGER PRIMARY KEY, {declared});", False
    )
    assert next(iter(sources.fields(proposal, "t").values())).get("default") == default


def test_a_default_that_must_be_computed_is_said(tmp_path: Path) -> None:
    sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT (lower(hex(randomblob(16)))));"
    proposal = sources.from_sql(tmp_path, sql, with_data=False)
    assert any("Nilai awal" in line for line in sources.said(proposal, "loss"))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("jk IN ('L', 'P')", ("jk", ("L", "P"))),
        (
            "((jk)::text = ANY ((ARRAY['L'::character varying,"
            " 'it''s'::character varying])::text[]))",
            ("jk", ("L", "it's")),
        ),
        ("jk = 'L' OR umur > 3", None),
    ],
)
def test_a_list_of_values_is_seen_however_it_is_printed(
    printed: str, expected: tuple[str, tuple[str, ...]] | None
) -> None:
    assert allowed_values(printed) == expected


def test_a_binary_among_texts_is_counted_not_silently_dropped(tmp_path: Path) -> None:
    _, found, proposal = one_column(tmp_path, "isi TEXT", "'a'", "X'00FF'")
    assert found == ["a", None]
    assert [line.count for line in proposal.report if line.level == "loss"] == [1]
