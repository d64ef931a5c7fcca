"""What the gate answers when it does not do what was asked. The words are for people."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):  # noqa: N818 - read as a sentence: the gate refused
    """Not allowed, or not now: the rights, the rows, the flow or another writer say no."""

    @property
    def reason(self) -> str:
        return str(self)


class Stale(Refused):
    """Somebody else has written the row since it was looked at."""


class Invalid(Exception):  # noqa: N818
    """Allowed, but the values are wrong: {field: message}.

    A field of an inline row is named `rincian.0.jumlah`; what belongs to no field has key `""`.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{k}: {v}" if k else v for k, v in errors.items()))
        self.errors = dict(errors)


class Declared(Exception):  # noqa: N818
    """A declaration of the application names something that is not there; said at start."""
