"""Names that no language wants: each becomes a clean one, none is lost, no two collide."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from builder.intake.names import Names, label, snake, without_id
from builder.spec import naming
from tests.intake import sources

CASES = {
    "Order Details": "order_details",
    "CustomerID": "customer_id",
    "HTTPServerURL": "http_server_url",
    "harga_satuan(Rp)": "harga_satuan_rp",
    "Ñandú Größe": "nandu_grosse",
    "a__b___c": "a_b_c",
    "_x_": "x",
    "2024-Data": "tabel_2024_data",
}


@pytest.mark.parametrize("foreign", CASES)
def test_a_foreign_name_becomes_snake_case(foreign: str) -> None:
    assert snake(foreign, digits="tabel", nothing="tabel_1") == CASES[foreign]


@pytest.mark.parametrize(
    ("foreign", "expected"),
    [
        ("UnitPrice", "Unit price"),
        ("nik_ayah", "NIK ayah"),
        ("ALAMAT_LENGKAP", "Alamat lengkap"),
        ("地区", "地区"),
    ],
)
def test_a_label_says_the_name_in_words(foreign: str, expected: str) -> None:
    assert label(foreign) == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("CustomerID", "customer"),
        ("id_kecamatan", "kecamatan"),
        ("kode_unit", "unit"),
        ("id", "id"),
    ],
)
def test_a_key_column_is_called_after_what_it_points_to(column: str, expected: str) -> None:
    assert without_id(column) == expected


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=12))
def test_any_names_become_different_ones_that_the_language_accepts(foreign: list[str]) -> None:
    names = Names("tabel", tables=True)
    given_out = [names.clean(name, place) for place, name in enumerate(foreign, 1)]
    assert len(set(given_out)) == len(given_out)
    assert len({naming.class_name(name) for name in given_out}) == len(given_out)
    for name in given_out:
        assert len(name) <= 55 and name[0].isalpha() and not naming.refusal(name, table=True), name


NASTY = """
CREATE TABLE "select" (
    id INTEGER PRIMARY KEY, "class" TEXT, "metadata" TEXT, "created_at" TEXT, "version" INT
);
CREATE TABLE "Order-Details" (id INTEGER PRIMARY KEY, "a b" TEXT, a_b TEXT, "A B" TEXT);
CREATE TABLE order_details (id INTEGER PRIMARY KEY, "1st" TEXT, "地区" TEXT, "" TEXT, "__" TEXT);
CREATE TABLE "OrderDetails" (id INTEGER PRIMARY KEY, x_id INT, x TEXT, "true" INT);
CREATE TABLE types (id INTEGER PRIMARY KEY, nama TEXT);
CREATE TABLE ab_test1 (id INTEGER PRIMARY KEY, nama TEXT);
CREATE TABLE "user" (id INTEGER PRIMARY KEY, nama TEXT);
CREATE TABLE customer (id INTEGER PRIMARY KEY, nama TEXT);
CREATE TABLE faktur (
    id INTEGER PRIMARY KEY, customer INT REFERENCES customer (id),
    customer_id INT REFERENCES customer, "Customer" TEXT
);
"""


def test_reserved_colliding_and_unspeakable_names_make_a_valid_specification(
    tmp_path: Path,
) -> None:
    proposal = sources.from_sql(tmp_path, NASTY, with_data=False)
    spec = sources.spec_of(proposal)
    assert sources.errors(proposal) == []
    names = [one.name for one in spec.entities]
    assert "order_details" in names and len(names) == 8  # ab_test1 belongs to the framework
    assert any("ab_test1" in line for line in sources.said(proposal, "loss"))


def test_two_references_to_one_table_have_two_names_and_two_lists(tmp_path: Path) -> None:
    proposal = sources.from_sql(tmp_path, NASTY, with_data=False)
    references = [
        one for one in sources.fields(proposal, "faktur").values() if one.get("type") == "reference"
    ]
    inverse = [one["options"]["inverse"]["name"] for one in references]
    assert len({one["name"] for one in references}) == 2
    assert len(set(inverse)) == 2


def test_a_plain_column_never_takes_the_key_column_of_a_reference(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE unit (id INTEGER PRIMARY KEY, nama TEXT);
    CREATE TABLE pegawai (id INTEGER PRIMARY KEY, unit INT REFERENCES unit (id), unit_id TEXT);
    """
    proposal = sources.from_sql(tmp_path, sql, with_data=False)
    found = sources.fields(proposal, "pegawai")
    reference = next(name for name, one in found.items() if one.get("type") == "reference")
    assert f"{reference}_id" not in found
