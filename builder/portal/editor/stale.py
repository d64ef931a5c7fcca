"""Two people at one place: what the second one is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_babel import format_datetime, gettext as _

from builder.errors import RakitError
from builder.storage.values import StaleError

from .forms import RefusedError

LONG = 200


class StaleRefusedError(RefusedError):
    """Somebody else changed the same thing; saving again now overwrites it knowingly."""


def stale_words(error: StaleError) -> str:
    """Who changed what, when, and what stands there now."""
    when = format_datetime(error.at, "HH.mm")
    theirs = words_of(error.theirs)
    said = _("%(who)s mengubahnya pukul %(when)s.", who=error.by, when=when)
    if theirs:
        said += " " + _("Kini tertulis: %(theirs)s.", theirs=theirs)
    way = _("Ketikan Anda masih di sini; simpan sekali lagi bila tetap ingin menggantinya.")
    return f"{error.what} {said} {way}"


def words_of(value: Any) -> str:
    """A value in a sentence; nothing for a whole node."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, list):
        plain = [str(one) for one in value if not isinstance(one, dict)]
        return ", ".join(plain)[:LONG]
    return str(value)[:LONG]


@contextmanager
def refused_as_stale(desk: Any) -> Iterator[None]:
    """Turn the store's refusals into words for a form."""
    try:
        yield
    except StaleError as error:
        desk.rooms.session.rollback()
        raise StaleRefusedError(stale_words(error)) from error
    except RakitError as error:
        desk.rooms.session.rollback()
        raise RefusedError(str(error)) from error
