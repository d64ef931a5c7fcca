"""What a template may use: filters, frozen records, and nothing that changes from day to day."""

from collections.abc import Mapping
from types import CodeType
from typing import Any, ClassVar, NoReturn

from jinja2 import BytecodeCache, Environment, nodes
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.parser import Parser

from builder.filters import FILTERS, names

LARGEST = 20_000
"""Compiled texts kept before a warm child begins anew: about 100 MB."""
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
        environment.compile = _Once(environment)  # type: ignore[method-assign]

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        self.refuse(parser)

    def refuse(self, parser: Parser) -> NoReturn:
        line = parser.stream.current.lineno
        parser.fail("A template has no clock: the same specification gives the same bytes.", line)


class _Once:
    """`Environment.compile` that remembers texts without a name: cookiecutter's paths."""

    known: ClassVar[dict[str, CodeType]] = {}

    def __init__(self, environment: Environment) -> None:
        self.compile = environment.compile

    def __call__(self, source: Any, name: str | None = None, *more: Any, **named: Any) -> Any:
        if name is not None or more or named or not isinstance(source, str):
            return self.compile(source, name, *more, **named)
        if len(self.known) >= LARGEST:
            self.known.clear()
        if source not in self.known:
            self.known[source] = self.compile(source)
        return self.known[source]


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


class Memory(BytecodeCache):
    """Compiled templates of this process, by their text.

    Each order of a warm child has an environment of its own; without this every template would
    be compiled again for every tree, which is most of the work. What is compiled depends on
    name and text alone: the settings below are the same for all.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], CodeType] = {}

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        bucket = Bucket(environment, key=name, checksum=source)
        bucket.code = self.known.get((name, source))
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        if len(self.known) >= LARGEST:
            self.known.clear()
        if bucket.code is not None:
            self.known[bucket.key, bucket.checksum] = bucket.code

    def load_bytecode(self, bucket: Bucket) -> None:
        """Nothing to read: `get_bucket` has found it."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Nothing to write: `set_bucket` keeps it."""


ENVIRONMENT: dict[str, Any] = {
    "bytecode_cache": Memory(),
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,
    "newline_sequence": "\n",
}
"""Settings of the template engine; a block tag alone on its line leaves no line behind."""
