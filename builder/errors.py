"""One family of errors. Each says what is wrong, which thing it is, and the way out.

The words are Indonesian, because they are shown as they are: a page, a form or the command line
prints `str(error)` and nothing else.
"""

from __future__ import annotations


class RakitError(Exception):
    """Anything that Rakit refuses or can't do, said so that a person can act on it."""

    def __init__(self, what: str, *, which: str = "", way_out: str = "") -> None:
        self.what = what
        self.which = which
        self.way_out = way_out
        super().__init__(what, which, way_out)

    def __str__(self) -> str:
        said = f"{self.which}: {self.what}" if self.which else self.what
        return f"{said} {self.way_out}" if self.way_out else said

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders (render child, preview): keep all three parts."""
        return (_again, (type(self), dict(self.__dict__)))


def _again(kind: type[RakitError], state: dict[str, object]) -> RakitError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    error.args = (state["what"], state["which"], state["way_out"])
    return error
