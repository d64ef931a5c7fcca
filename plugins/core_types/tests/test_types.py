"""Every type reads back what it shows, refuses nonsense with words, and maps as it says."""

import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
import sqlalchemy as sa

from plugins.core_types import RUNTIME, rakit_field_types

TYPES = {one.key: one for one in rakit_field_types() if one.runtime}


def runtime(path: Path | None) -> ModuleType:
    assert path is not None
    spec = importlib.util.spec_from_file_location(f"runtime_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODULES = {key: runtime(one.runtime) for key, one in TYPES.items()}


@pytest.mark.parametrize("key", TYPES)
def test_reads_back_what_it_shows_and_stores(key: str) -> None:
    module = MODULES[key]
    for n in range(1, 120):
        value = module.sample(n)
        assert module.clean(value) == value
        assert module.clean(module.show(value)) == value
        assert module.clean(str(value)) == value


@pytest.mark.parametrize("key", TYPES)
def test_the_alias_maps_to_the_column_that_migrations_make(key: str) -> None:
    one = TYPES[key]
    alias = getattr(MODULES[key], one.alias)
    column = get_args(alias)[1].column
    made = eval(one.column(one.options.model_construct()), {"sa": sa})
    found = column.type
    assert repr(found) == repr(made)


@pytest.mark.parametrize("key", TYPES)
def test_a_runtime_module_stands_alone(key: str) -> None:
    text = (RUNTIME / f"{key}.py").read_text(encoding="utf-8")
    assert "builder" not in text and "kit" not in text.replace("kitab", "")
    assert TYPES[key].widget == MODULES[key].WIDGET


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("integer", "satu"),
        ("integer", "1,5"),
        ("integer", "9999999999"),
        ("decimal", "1,2,3"),
        ("money", "Rp"),
        ("money", "1.5.0"),
        ("percent", "dua"),
        ("boolean", "mungkin"),
        ("date", "31 Februari 2026"),
        ("date", "2026-13-01"),
        ("time", "25.70"),
        ("datetime", "kemarin"),
        ("year", "26"),
        ("email", "bukan surel"),
        ("url", "javascript:alert(1)"),
        ("url", "data:text/html,x"),
        ("file", "virus.exe"),
        ("file", "halaman.html"),
        ("image", "gambar.svg"),
        ("location", "di sana"),
        ("location", "91, 0"),
        ("json", "{"),
        ("uuid", "123"),
    ],
)
def test_refuses_with_words(key: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"[A-Z].*\.$"):
        MODULES[key].clean(text)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("integer", "1.500", "1500"),
        ("decimal", "1.500", "1500.000000"),
        ("decimal", "1.5", "1.500000"),
        ("decimal", "1.500,25", "1500.250000"),
        ("money", "Rp 1.500.000,50", "1500000.50"),
        ("money", "1500000", "1500000.00"),
        ("money", "Rp 1.500.000,-", "1500000.00"),
        ("percent", "12,5%", "12.500000"),
        ("date", "5/3/2026", "2026-03-05"),
        ("date", "5 maret 2026", "2026-03-05"),
        ("time", "13.45", "13:45:00"),
        ("datetime", "2026-03-05T13:45", "2026-03-05 13:45:00"),
        ("url", "contoh.go.id", "https://contoh.go.id"),
        ("boolean", "Ya", "True"),
        ("multichoice", "a, b,a", "['a', 'b']"),
    ],
)
def test_understands_how_people_write(key: str, text: str, value: str) -> None:
    assert str(MODULES[key].clean(text)) == value


def test_a_number_from_json_is_never_taken_for_thousands() -> None:
    assert str(MODULES["decimal"].clean(1.125)) == "1.125000"
    assert str(MODULES["money"].clean(1250)) == "1250.00"


def test_results_of_a_calculation_are_rounded() -> None:
    assert str(MODULES["money"].clean(Decimal("1.005"))) == "1.01"
    assert str(MODULES["money"].clean(Decimal("16000000.000000"))) == "16000000.00"
    assert str(MODULES["decimal"].clean(Decimal(1) / 3, digits=2)) == "0.330000"
    assert str(MODULES["percent"].clean(Decimal(1) / 3)) == "0.333333"
    assert MODULES["integer"].clean(Decimal("2.5")) == 3
    for key in ("money", "decimal", "percent", "integer"):
        with pytest.raises(ValueError, match="Tulis"):
            MODULES[key].clean(Decimal("NaN"))


def test_numbering_knows_only_its_own_parts() -> None:
    from datetime import date

    number: Any = MODULES["numbering"].number
    day = date(2026, 3, 5)
    assert number("{seq:04}/{unit}/{month_roman}/{year}", 7, day, "DKU") == "0007/DKU/III/2026"
    assert number("{seq.__class__}/{0}/{seq}", 7, day) == "{seq.__class__}/{0}/7"


def test_digits_limit_what_stands_after_the_comma() -> None:
    assert str(MODULES["decimal"].clean("1,25", digits=2)) == "1.250000"
    with pytest.raises(ValueError, match="2 angka"):
        MODULES["decimal"].clean("1,255", digits=2)
