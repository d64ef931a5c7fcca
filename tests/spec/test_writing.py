"""The writer has one style, and loses nothing: not a sign of 10,000 hostile texts."""

import random

import pytest
import yaml

from builder.spec import Spec, Types, dump, from_raw, load, plain, sha256
from builder.spec.reader import parse
from builder.spec.scalars import clean
from builder.spec.writer import scalar

PIECES = [
    "no", "on", "yes", "01", "1e3", "0o17", "0x1F", "2024-01-01", "12:30:00", "~", "null", "=",
    "<<", "- a", "? b", ": c", "# d", "a # b", "a: b", "{a", "}", "[", "]", ",", "*x", "&y", "!z",
    "|", ">", "%", "@", "`", "'", '"', "\\", "\n", "  ", "\t", "\u2028", "\u2029", "\u0085", "é",
    "e\u0301", "😀", "{{ 7*7 }}", "\nx", "y ", "Ya", "---", "...", ".inf", ".5", "1_000", "-",
    "if(a, b)", "'x' == y", "NO", "1:30", "0b1", "+1", "-1", "<script>", "\\N", "\x7f", "\u00a0",
]  # fmt: skip


def hostile(count: int) -> list[str]:
    dice = random.Random(1)
    found: list[str] = []
    while len(found) < count:
        text = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 4)))
        try:
            found.append(clean(text))
        except ValueError:
            continue
        if not found[-1]:
            found.pop()
    return found


TEXTS = hostile(10_000)


@pytest.mark.parametrize("start", range(0, 10_000, 500))
def test_hostile_texts_survive_our_reader_and_another(start: int) -> None:
    for text in TEXTS[start : start + 500]:
        for written in (
            f"a: {scalar(text, '  ')}\nb: z\n",
            "{a: " + scalar(text, flow=True) + ", b: z}\n",
            f"a:\n  - {scalar(text, '    ')}\n  - z\n",
        ):
            ours, theirs = parse(written)["a"], yaml.safe_load(written)["a"]
            assert (ours if isinstance(ours, str) else ours[0]) == text, written
            assert (theirs if isinstance(theirs, str) else theirs[0]) == text, written


def test_a_whole_specification_of_hostile_texts_survives(types: Types) -> None:
    fields = []
    for n, text in enumerate(TEXTS[:400]):
        line = text.replace("\n", " ").replace("\t", " ").strip() or "x"
        fields.append({"name": f"f{n}", "label": line, "definition": text, "help": text})
    raw = {"rakit": 1, "name": "x", "entities": [{"name": "e", "fields": fields}],
           "i18n": {"en": {text: text for text in TEXTS[:100]}}}  # fmt: skip
    spec = from_raw(raw, types)
    again = load(dump(spec), types)
    assert plain(again) == plain(spec)


def test_the_example_comes_back_the_same(example: str, types: Types) -> None:
    spec = load(example, types)
    again = load(dump(spec), types)
    assert sha256(again) == sha256(spec)
    assert dump(again) == dump(spec)


def test_the_style(klinik: Spec) -> None:
    text = dump(klinik)
    assert text.startswith("rakit: 1\nid: ")
    lines = text.splitlines()
    assert "    display: [nama]" in lines
    assert any(line.startswith("      - {id: ") and "name: antre" in line for line in lines)
    assert any(line.strip() == 'min: "0.1"' or '{min: "0.1"}' in line for line in lines)
    assert not any(line.rstrip() != line for line in lines)


def test_a_text_of_several_lines_is_written_as_a_block(types: Types) -> None:
    text = "rakit: 1\nname: x\ndescription: |\n  satu\n\n  dua: # tiga\n"
    text += "entities: [{name: e, fields: [{name: a}]}]\n"
    spec = load(text, types)
    assert spec.description == "satu\n\ndua: # tiga"
    assert "description: |-\n  satu\n\n  dua: # tiga\n" in dump(spec)
