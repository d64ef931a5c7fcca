"""What values mean, the same in Python and in SQL: empty, rounding, days."""

from __future__ import annotations

import enum
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

PLACES = 6
"""What is computed is rounded half up to so many digits, since databases keep different ones."""
_STEP = Decimal(1).scaleb(-PLACES)


def plain(value: Any) -> Any:
    """A stored value as the language sees it: empty text is empty, a choice is its name."""
    if isinstance(value, enum.Enum):
        value = value.value
    if value == "" and isinstance(value, str):
        return None
    return Decimal(str(value)) if isinstance(value, float) else value


def rounded(value: Decimal | int, digits: int = PLACES) -> Decimal:
    """Half up (away from zero), as SQLite's and PostgreSQL's round do."""
    step = _STEP if digits == PLACES else Decimal(1).scaleb(-digits)
    return Decimal(value).quantize(step, ROUND_HALF_UP)


def day_of(value: date, zone: Any) -> date:
    """The day of a date or moment, in the office's time zone. A moment without zone is UTC."""
    if not isinstance(value, datetime):
        return value
    if zone is None:
        return value.date()
    moment = value if value.tzinfo else value.replace(tzinfo=UTC)
    return moment.astimezone(zone).date()


def moment_of(value: datetime) -> datetime:
    """As UTC without zone, so that stored and present moments compare."""
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def age(born: date, today: date) -> int:
    """Full years from one day to the other."""
    return today.year - born.year - ((born.month, born.day) > (today.month, today.day))


def add_days(day: date, count: int) -> date | None:
    """Empty beyond the years 1 to 9999."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def add_months(day: date, count: int) -> date | None:
    """The same day of a later month, or its last: 31 January + 1 = 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
