"""What is shown can be typed again, in Indonesian and in English, and means the same."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask_babel import force_locale
from hypothesis import given, settings, strategies as st

from builder.kit.fields import Field
from builder.kit.forms import as_typed
from builder.kit.testing import Office
from builder.kit.tests.toy import create_app

RUNTIME = "plugins.core_types.runtime"
DECIMALS = st.decimals(-(10**11), 10**11, places=6)
DEGREES = st.tuples(st.integers(-90 * 10**6, 90 * 10**6), st.integers(-180 * 10**6, 180 * 10**6))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-(2**31) + 1, 2**31 - 1),
    "decimal": DECIMALS,
    "money": st.decimals(-(10**15), 10**15, places=2),
    "percent": st.decimals(-99_999, 99_999, places=6),
    "year": st.integers(1000, 2999),
    "date": st.dates(),
    "datetime": st.datetimes().map(lambda x: x.replace(second=0, microsecond=0)),
    "time": st.times().map(lambda x: x.replace(second=0, microsecond=0)),
    "boolean": st.booleans(),
    "location": DEGREES.map(lambda x: f"{x[0] / 10**6:.6f}, {x[1] / 10**6:.6f}"),
}


def field(kind: str) -> Field:
    """A field of this type, without a table around it."""
    module = importlib.import_module(f"{RUNTIME}.{kind}")
    column = sa.Column("x", sa.String, info={"label": "X", "type": module.__name__})
    mapper = SimpleNamespace(get_property_by_column=lambda column: SimpleNamespace(key="x"))
    return Field(SimpleNamespace(__mapper__=mapper), column)  # type: ignore[arg-type]


FIELDS = {kind: field(kind) for kind in VALUES}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Inside a request of the toy: words have a language there."""
    folder = tmp_path_factory.mktemp("toy")
    office = Office(create_app(f"sqlite:///{folder / 'toy.db'}", folder))
    with office.app.test_request_context():
        yield


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", VALUES)
def test_clean_reads_what_show_writes(asked: None, kind: str, language: str) -> None:
    f = FIELDS[kind]

    @settings(max_examples=150, derandomize=True, deadline=None, database=None)
    @given(VALUES[kind])
    def reads(value: Any) -> None:
        stored = f.clean(value)
        assert f.clean(f.show(stored)) == stored
        assert f.clean(as_typed(f, stored)) == stored
        assert f.clean(f"  {f.show(stored)} ") == stored

    with force_locale(language):
        reads()


@pytest.mark.parametrize(
    ("kind", "value", "shown", "typed"),
    [
        ("integer", 6_200_000, "6.200.000", "6.200.000"),
        ("decimal", Decimal("39.5"), "39,5", "39,5"),
        ("money", Decimal("1234567.5"), "Rp1.234.567,50", "1.234.567,50"),
        ("percent", Decimal("12.5"), "12,5%", "12,5%"),
        ("date", date(1973, 6, 19), "19 Juni 1973", "1973-06-19"),
        ("datetime", datetime(1973, 8, 19, 7, 5), "19 Agustus 1973 07.05", "1973-08-19T07:05"),
        ("time", time(7, 5), "07.05", "07:05:00"),
        ("boolean", True, "Ya", "True"),
        ("location", "-7.9657, 112.6326", "-7.9657, 112.6326", "-7.9657, 112.6326"),
    ],
)
def test_values_stand_as_people_write_them(
    asked: None, kind: str, value: Any, shown: str, typed: str
) -> None:
    f = FIELDS[kind]
    assert (f.show(f.clean(value)), as_typed(f, f.clean(value))) == (shown, typed)


def test_in_english_words_are_english_and_figures_stay(asked: None) -> None:
    with force_locale("en"):
        assert FIELDS["date"].show(date(1973, 10, 19)) == "19 October 1973"
        assert FIELDS["datetime"].show(datetime(1973, 5, 1, 7, 5)) == "1 May 1973 07.05"
        assert FIELDS["boolean"].show(True) == "Yes"
        assert FIELDS["money"].show(Decimal(1_500_000)) == "Rp1.500.000"


@pytest.mark.parametrize(
    "text", ["5 Mar 2026", "5 march 2026", "5/3/2026", "05-03-2026", "5.3.2026", "2026-03-05"]
)
def test_a_date_is_read_in_many_ways(text: str) -> None:
    assert FIELDS["date"].clean(text) == date(2026, 3, 5)


def test_a_month_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="Tulis tanggal"):
        FIELDS["date"].clean("5 Marah 2026")
