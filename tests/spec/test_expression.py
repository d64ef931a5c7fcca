"""The language of conditions and computed values: what it means, and what it refuses."""

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from builder.kit.expression import (
    ExpressionError,
    Scope,
    evaluate,
    holds,
    infer,
    parse,
    paths,
    rewrite,
)
from builder.kit.expression.evaluate import _MANY, _SINGLE
from builder.kit.expression.functions import FUNCTIONS

from .world import WORLD

NOW = datetime(2026, 11, 23, 3, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
ROW = {
    "id": 4, "nomor": "A-1", "catatan": "", "banyak": 3, "bobot": Decimal("1.5"), "harga": None,
    "status": "jadi", "lunas": None, "tanggal": date(2026, 1, 31),
    "dibuat": datetime(2026, 11, 22, 18, 0, tzinfo=ZoneInfo("UTC")),
    "orang": {"id": 7, "nama": "Ani", "lahir": date(2004, 2, 29), "unit": {"id": 2}},
    "baris": [
        {"jumlah": 2, "nilai": Decimal("2.50"), "cocok": True},
        {"jumlah": None, "nilai": None, "cocok": None},
        {"jumlah": 5, "nilai": Decimal(10), "cocok": True, "deleted_at": NOW},
    ],
}  # fmt: skip
MEANING = {
    "banyak + 1": 4, "banyak / 2": Decimal("1.5"), "7 / 3": Decimal("2.333333"), "-banyak": -3,
    "harga * 2": None, "banyak / 0": None, "nomor + 'x'": "A-1x", "catatan + 'x'": None,
    "harga > 0": False, "not (harga > 0)": True, "harga == harga": False, "empty(harga)": True,
    "empty(catatan)": True, "empty(baris)": False, "lunas": None, "not lunas": True,
    "lunas or banyak == 3": True, "status in ['draf', 'jadi']": True, "status != 'jadi'": False,
    "count(baris)": 2, "sum(baris.jumlah)": 2, "sum(baris.nilai)": Decimal("2.50"),
    "avg(baris.jumlah)": 2, "min(baris.nilai)": Decimal("2.50"), "any(baris.cocok)": True,
    "all(baris.cocok)": False, "if(empty(harga), banyak, 0)": 3, "coalesce(harga, 10)": 10,
    "round(bobot, 0)": 2, "abs(-banyak)": 3, "today()": date(2026, 11, 23), "now()": NOW,
    "year(tanggal)": 2026, "month(tanggal)": 1, "day(dibuat)": 23, "dibuat == today()": True,
    "age(orang.lahir)": 22, "days(tanggal, add_months(tanggal, 1))": 28,
    "add_months(tanggal, 1)": date(2026, 2, 28), "add_days(tanggal, 1)": date(2026, 2, 1),
    "tanggal + 1": date(2026, 2, 1), "today() - tanggal": 296, "add_days(tanggal, 9999999)": None,
    "length(nomor)": 3, "upper(orang.nama)": "ANI", "lower(nomor)": "a-1", "trim('  ')": None,
    "contains(nomor, '-')": True, "contains(catatan, 'a')": False, "starts(nomor, 'A')": True,
    "text(banyak)": "3", "text(tanggal)": "2026-01-31", "text(banyak > 1)": "true",
    "has_role('operator')": True, "has_role('verifikator')": False, "user.name": "Budi",
    "orang.unit == user.unit": True, "orang.unit.nama": None, "'B''2'": "B'2",
    "max(baris.hari)": None, "coalesce(harga, 0) + harga": None,
    "2 + 3 * 4 - 1": 13, "(2 + 3) * 4": 20, "not lunas and banyak > 2": True, "1.10 == 1.1": True,
}  # fmt: skip


def scope(row: object) -> Scope:
    user = SimpleNamespace(id=9, name="Budi", unit=SimpleNamespace(id=2))
    return Scope(row, NOW, user=user, roles=frozenset({"operator"}))


@pytest.mark.parametrize("source", MEANING)
def test_it_means(source: str) -> None:
    infer(parse(source), WORLD, "pesanan")
    assert evaluate(parse(source), scope(ROW)) == MEANING[source]


def test_every_function_is_shown_above_and_worked_out() -> None:
    shown = " ".join(MEANING)
    assert [name for name in FUNCTIONS if f"{name}(" not in shown] == []
    special = {"if", "coalesce", "empty", "has_role", "today", "now"}
    assert set(FUNCTIONS) == special | set(_MANY) | set(_SINGLE)


def test_an_empty_value_is_no_true_condition() -> None:
    assert holds(parse("lunas"), scope({"lunas": None})) is False
    assert holds(parse("lunas"), scope({"lunas": True})) is True


def test_a_reference_whose_key_alone_is_set_is_compared_by_it() -> None:
    row = SimpleNamespace(orang=SimpleNamespace(unit=None, unit_id=2))
    assert evaluate(parse("orang.unit == user.unit"), scope(row)) is True


REFUSED = {
    "nama": "pesanan tidak punya nama",
    "nomer": "maksud Anda nomor?",
    "orang.nama.x": "orang.nama bukan rujukan",
    "banyak + nomor": "+ perlu angka, bukan teks",
    "harga * harga": "rupiah kali rupiah",
    "harga + banyak": "rupiah hanya dapat ditambah",
    "baris.jumlah": "hasilnya banyak baris",
    "baris.jumlah > 1": "ada banyak baris",
    "sum(baris)": "sum perlu isian dari banyak baris",
    "count(banyak)": "count perlu nama baris",
    "status == 'jadii'": "'jadii' bukan salah satu pilihan (batal, draf, jadi)",
    "status < 'jadi'": "hanya dapat dibandingkan dengan",
    "nomor == 3": "teks tidak dapat dibandingkan dengan bilangan bulat",
    "orang == user.unit": "rujukan ke orang dibandingkan dengan ke unit",
    "1 < 2 < 3": "tidak dapat dirangkai",
    "banyak and lunas": "and perlu benar atau salah",
    "jumlah(baris)": "fungsi jumlah tidak ada",
    "round(bobot)": "round perlu 2 isi, bukan 1",
    "round(bobot, banyak)": "angka tertulis 0 sampai 6",
    "if(lunas, 1, 'a')": "tidak sejenis",
    "has_role('tukang')": "peran 'tukang' tidak ada",
    "has_role(nomor)": "perlu nama peran",
    "user.nik": "user tidak punya nik",
    "banyak in 3": "di kanan in ditulis daftar",
    "[1, 2]": "hanya di kanan in",
    "text(bobot)": "text perlu teks, angka atau tanggal",
    "banyak = 3": "tulis ==",
    'nomor == "A"': "tanda petik tunggal",
    "nomor == 'A": "tidak ditutup",
    "Nomor": "huruf kecil",
    "banyak $ 2": "tanda '$' tidak dikenal",
    "banyak banyak": "tidak tersambung",
    "(banyak": "tanda ) diharapkan",
    "": "isian atau angka diharapkan",
    "and lunas": "tanpa isi di kiri",
    "(" * 40 + "1" + ")" * 40: "terlalu bertingkat",
    "+".join(["1"] * 80): "terlalu panjang",
    "1" * 21: "terlalu panjang",
    "'" + "x" * 500 + "'": "lebih dari 500 huruf",
}


@pytest.mark.parametrize("source", REFUSED, ids=lambda source: source[:30])
def test_it_is_refused_in_words(source: str) -> None:
    with pytest.raises(ExpressionError) as error:
        infer(parse(source), WORLD, "pesanan")
    assert REFUSED[source] in str(error.value)


@pytest.mark.parametrize(
    ("source", "want", "words"),
    [("banyak", "bool", "hasilnya harus benar atau salah"), ("'x'", "int", "bilangan bulat"),
     ("bobot", "int", "bilangan bulat, bukan bilangan desimal")],
)  # fmt: skip
def test_the_result_must_fit(source: str, want: str, words: str) -> None:
    with pytest.raises(ExpressionError, match=words):
        infer(parse(source), WORLD, "pesanan", want=want)


def test_a_whole_number_fits_where_a_decimal_is_wanted() -> None:
    assert infer(parse("banyak"), WORLD, "pesanan", want="money").type.kind == "int"


def test_what_it_depends_on() -> None:
    tree = parse("if(orang.aktif, sum(baris.jumlah), banyak) > banyak")
    assert paths(tree) == ("orang.aktif", "baris.jumlah", "banyak")


def test_names_are_replaced_and_the_rest_stays_as_typed() -> None:
    source = "orang.aktif  and status == 'jadi'"
    made = rewrite(source, lambda part: "orang.ada" if "aktif" in str(part) else None)
    assert made == "orang.ada  and status == 'jadi'"
    made = rewrite(source, lambda part: "b'k" if getattr(part, "value", "") == "jadi" else None)
    assert made == "orang.aktif  and status == 'b''k'"


def test_the_package_loads_neither_flask_nor_sqlalchemy() -> None:
    import subprocess
    import sys

    code = "import sys, builder.kit.expression, builder.spec; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"flask", "sqlalchemy", "flask_appbuilder"} & set(run.stdout.split())
