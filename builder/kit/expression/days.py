"""Days in SQL, which SQLite and PostgreSQL each say in their own way; and the place of a text."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

SQL = sa.ColumnElement[Any]


class _Between(FunctionElement[int]):
    type = sa.Integer()
    inherit_cache = True
    name = "days_between"


class _AddDays(FunctionElement[date]):
    type = sa.Date()
    inherit_cache = True
    name = "add_days"


class _AddMonths(FunctionElement[date]):
    type = sa.Date()
    inherit_cache = True
    name = "add_months"


class _LocalDay(FunctionElement[date]):
    type = sa.Date()
    inherit_cache = True
    name = "local_day"


class _Position(FunctionElement[int]):
    type = sa.Integer()
    inherit_cache = True
    name = "position_of"


def between(first: SQL, last: SQL) -> SQL:
    """Days from the first to the last."""
    return _Between(first, last)


def add_days(day: SQL, count: SQL) -> SQL:
    """So many days later."""
    return _AddDays(day, count)


def add_months(day: SQL, count: SQL) -> SQL:
    """So many months later, at most the last day of that month."""
    return _AddMonths(day, count)


def local_day(moment: SQL, minutes: int) -> SQL:
    """The day of a moment (stored in UTC), so many minutes east of Greenwich."""
    return _LocalDay(moment, sa.literal(minutes, sa.Integer()))


def position(text: SQL, part: SQL) -> SQL:
    """Where the part begins, from 1; 0 when it is not there."""
    return _Position(text, part)


def part(name: str, day: SQL) -> SQL:
    """year, month or day of a date."""
    return sa.cast(sa.extract(name, day), sa.Integer())


def age(born: SQL, today: date) -> SQL:
    """Full years up to today."""
    later = part("month", born) * 100 + part("day", born) > today.month * 100 + today.day
    years: SQL = today.year - part("year", born) - sa.case((later, 1), else_=0)
    return sa.case((born.is_(None), sa.null()), else_=years)


def _args(element: Any, compiler: Any, **kw: Any) -> list[str]:
    return [compiler.process(clause, **kw) for clause in element.clauses]


@compiles(_Between)
def _between(element: Any, compiler: Any, **kw: Any) -> str:
    first, last = _args(element, compiler, **kw)
    return f"(CAST({last} AS DATE) - CAST({first} AS DATE))"


@compiles(_Between, "sqlite")
def _between_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    first, last = _args(element, compiler, **kw)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(_AddDays)
def _add_days(element: Any, compiler: Any, **kw: Any) -> str:
    day, count = _args(element, compiler, **kw)
    return f"(CAST({day} AS DATE) + CAST({count} AS INTEGER))"


@compiles(_AddDays, "sqlite")
def _add_days_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    day, count = _args(element, compiler, **kw)
    return f"date({day}, CAST({count} AS TEXT) || ' days')"


@compiles(_AddMonths)
def _add_months(element: Any, compiler: Any, **kw: Any) -> str:
    day, count = _args(element, compiler, **kw)
    return f"CAST(CAST({day} AS DATE) + make_interval(months => {count}) AS DATE)"


@compiles(_AddMonths, "sqlite")
def _add_months_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    """SQLite lets 31 January + 1 month run into March: take the earlier of that and month's end."""
    day, count = _args(element, compiler, **kw)
    first = f"date({day}, 'start of month', CAST({count} AS TEXT) || ' months')"
    same = f"date({first}, CAST(CAST(strftime('%d', {day}) AS INTEGER) - 1 AS TEXT) || ' days')"
    return f"min({same}, date({first}, '+1 month', '-1 day'))"


@compiles(_LocalDay)
def _local_day(element: Any, compiler: Any, **kw: Any) -> str:
    moment, minutes = _args(element, compiler, **kw)
    utc = f"(CAST({moment} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')"
    return f"CAST({utc} + make_interval(mins => {minutes}) AS DATE)"


@compiles(_LocalDay, "sqlite")
def _local_day_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    moment, minutes = _args(element, compiler, **kw)
    return f"date({moment}, CAST({minutes} AS TEXT) || ' minutes')"


@compiles(_Position)
def _position(element: Any, compiler: Any, **kw: Any) -> str:
    return f"strpos({', '.join(_args(element, compiler, **kw))})"


@compiles(_Position, "sqlite")
def _position_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"instr({', '.join(_args(element, compiler, **kw))})"
