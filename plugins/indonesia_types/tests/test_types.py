"""Identity numbers are read as people write them, and impossible ones are refused."""

import importlib.util
from types import ModuleType
from typing import get_args

import pytest
import sqlalchemy as sa

from plugins.indonesia_types import rakit_field_types

TYPES = {one.key: one for one in rakit_field_types()}


def runtime(key: str) -> ModuleType:
    path = TYPES[key].runtime
    assert path is not None
    spec = importlib.util.spec_from_file_location(f"runtime_{key}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("key", TYPES)
def test_reads_back_what_it_shows_and_stores(key: str) -> None:
    module = runtime(key)
    for n in range(1, 400):
        value = module.sample(n)
        assert module.clean(module.show(value)) == module.clean(str(value)) == value


@pytest.mark.parametrize("key", TYPES)
def test_the_alias_maps_to_the_column_that_migrations_make(key: str) -> None:
    column = get_args(getattr(runtime(key), TYPES[key].alias))[1].column
    made = eval(TYPES[key].column(None), {"sa": sa})
    assert repr(column.type) == repr(made)
    assert TYPES[key].widget == runtime(key).WIDGET


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("nik", "123"),
        ("nik", "3507013201900001"),
        ("nik", "3507018101900001"),
        ("nik", "3507014001900001"),
        ("nik", "3507010113900001"),
        ("nik", "３５０７０１０１０１９０００００１"),
        ("nip", "198502302010011005"),
        ("nip", "198503122010013005"),
        ("npwp", "12"),
        ("nomor_kk", "abcdabcdabcdabcd"),
        ("phone", "123"),
        ("kode_wilayah", "35.0"),
        ("kode_wilayah", "Malang"),
    ],
)
def test_refuses_with_words(key: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"[A-Z].*\.$"):
        runtime(key).clean(text)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("nik", "3507 0141 0190 0001", "3507014101900001"),
        ("nip", "19850312 201001 1 005", "198503122010011005"),
        ("nip", "199001012023211001", "199001012023211001"),
        ("npwp", "01.234.567.8-901.000", "0012345678901000"),
        ("phone", "0812-3456-7890", "+6281234567890"),
        ("kode_wilayah", "3507242001", "35.07.24.2001"),
        ("kode_wilayah", "35.07", "35.07"),
    ],
)
def test_understands_how_people_write(key: str, text: str, value: str) -> None:
    assert runtime(key).clean(text) == value


def test_the_level_of_a_region_is_held() -> None:
    assert runtime("kode_wilayah").clean("35.07.24", level="kecamatan") == "35.07.24"
    with pytest.raises(ValueError, match="desa"):
        runtime("kode_wilayah").clean("35.07", level="desa")
