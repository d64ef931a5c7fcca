"""Text from people survives every target language, and stays text there."""

import ast
import html
import json
import random
import tomllib
from decimal import Decimal
from html.parser import HTMLParser

import pytest
import yaml
from jinja2 import Environment

from builder import filters

PARTS = [
    *"'\"\\\n\r\t`${}[]()<>&#%|*_~!-+=:;,.@?^/ aZ0é😀",
    '"""',
    "'''",
    "\\'",
    '\\"',
    "\x00",
    "\x1b",
    "\x85",
    "\u2028",
    "\u202e",
    "\ufeff",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "{{ 7*7 }}",
    "{{ config.SECRET_KEY }}",
    "{% endraw %}",
    "</script>",
    "<!--",
    "<b onmouseover=x>",
    "&lt;",
    "&#123;",
    "${HOME}",
    "$(id)",
    "\\N{BULLET}",
    "\\x41",
    "*/",
    "--",
    "\nimport os\n",
    "!!python/object:os.system",
    "1. a",
    "yes",
    "~",
]


def hostile(count: int = 3000, seed: int = 42) -> list[str]:
    chance = random.Random(seed)
    made = ["".join(chance.choices(PARTS, k=chance.randint(1, 8))) for _ in range(count)]
    return PARTS + made


STRINGS = hostile()
CLEAN = [s for s in STRINGS if "\x00" not in s and "\r" not in s]


def test_python_literals_come_back_as_they_were() -> None:
    for text in STRINGS:
        literal = filters.py(text)
        assert literal.isascii() and "\n" not in literal
        assert ast.literal_eval(literal) == text


def test_python_literals_of_other_values() -> None:
    assert filters.py(("a", 1, True, None)) == '("a", 1, True, None)'
    assert filters.py(["x"]) == '["x"]'
    assert filters.py(("x",)) == '("x",)'
    for odd in (Decimal(1), object(), {"a": 1}, len):
        with pytest.raises(TypeError):
            filters.py(odd)


def test_a_docstring_is_one_string_whatever_stands_in_it() -> None:
    for text in STRINGS:
        for indent in (0, 4):
            source = f"def f():\n    {filters.docstring(text, indent)}\n    return 1\n"
            body = ast.parse(source).body[0].body  # type: ignore[attr-defined]
            assert [type(node) for node in body] == [ast.Expr, ast.Return]
            assert isinstance(body[0].value, ast.Constant)


def test_a_docstring_keeps_its_words_and_its_width() -> None:
    text = "Kata " * 60
    made = filters.docstring(text, 4)
    assert max(len(line) for line in made.splitlines()) <= filters.WIDTH
    assert " ".join(ast.literal_eval(made).split()) == text.strip()


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_that_is_a_jinja_template_prints_the_text() -> None:
    engine = Environment(autoescape=True)
    for text in CLEAN:
        page = engine.from_string(f"<p>{filters.html(text)}</p>").render(config="geheim")
        reader = Reader()
        reader.feed(page)
        reader.close()
        assert reader.tags == ["p"]
        assert reader.text.rstrip("\n") == text.rstrip("\n") or html.unescape(text) != text


def test_javascript_is_json_that_no_html_parser_sees() -> None:
    for text in STRINGS:
        literal = filters.js(text)
        assert json.loads(literal) == text
        assert not set(literal[1:-1]) & set("<>&'{}")


def test_yaml_and_toml_come_back() -> None:
    for text in STRINGS:
        assert yaml.safe_load(f"a: {filters.yaml(text)}\nz: 1\n") == {"a": text, "z": 1}
        assert tomllib.loads(f"a = {filters.toml(text)}\nz = 1\n") == {"a": text, "z": 1}


def test_markdown_stays_on_its_line_and_opens_nothing() -> None:
    assert filters.md("<script>\n# a | b") == r"\<script\> \# a \| b"
    assert filters.md("1. satu") == r"1\. satu"
    assert filters.md("- satu") == r"\- satu"
    for text in CLEAN:
        assert "\n" not in filters.md(text)


def test_csv_cells_are_no_formulas() -> None:
    assert filters.csv('=HYPERLINK("x")') == '"\'=HYPERLINK(""x"")"'
    assert filters.csv("biasa") == '"biasa"'


@pytest.mark.parametrize(
    ("name", "camel", "upper"),
    [
        ("jenis_usaha", "JenisUsaha", "JENIS_USAHA"),
        ("nik", "Nik", "NIK"),
        ("bukan-mikro", "Bukan-mikro", "BUKAN_MIKRO"),
        ("01", "01", "N_01"),
    ],
)
def test_names(name: str, camel: str, upper: str) -> None:
    assert filters.camel(name) == camel
    assert filters.upper(name) == upper


def test_snake() -> None:
    assert filters.snake("JenisUsaha") == filters.snake("Jenis usaha") == "jenis_usaha"
