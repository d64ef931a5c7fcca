"""What a template may use: filters, frozen records, and nothing that changes from day to day."""

from collections.abc import Mapping
from typing import Any, NoReturn

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from builder.filters import FILTERS, names

FORBIDDEN_GLOBALS = ("random_ascii_string", "uuid4", "lipsum")
FORBIDDEN_FILTERS = ("random", "jsonify", "slugify", "tojson")


class Rakit(Extension):
    """Loaded after cookiecutter's own extensions, whose clock, dice and UUIDs it takes away.

    Byte-identical output needs that no template can ask for the time or for chance. The tag
    `now` is claimed here, with a later priority than the clock's, and refuses.
    """

    tags = {"now"}  # noqa: RUF012 (jinja2 declares it on the instance)
    priority = 200

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        for name in FORBIDDEN_GLOBALS:
            environment.globals.pop(name, None)
        for name in FORBIDDEN_FILTERS:
            environment.filters.pop(name, None)
        environment.filters.update(FILTERS)
        environment.globals["names"] = names

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        self.refuse(parser)

    def refuse(self, parser: Parser) -> NoReturn:
        line = parser.stream.current.lineno
        parser.fail("A template has no clock: the same specification gives the same bytes.", line)


class Record:
    """A frozen bag of named values. It has no methods, so `field.items` is a value or an error."""

    __slots__ = ("__dict__",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{name}: the specification is not changed while it is printed.")

    __delattr__ = __setattr__  # type: ignore[assignment]


def frozen(value: Any) -> Any:
    """Plain JSON values to records and tuples."""
    if isinstance(value, Mapping):
        return Record({str(key): frozen(part) for key, part in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(frozen(part) for part in value)
    return value


ENVIRONMENT: dict[str, Any] = {
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,
    "newline_sequence": "\n",
}
"""Settings of the template engine; a block tag alone on its line leaves no line behind."""
