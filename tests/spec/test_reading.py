"""What a person types stays what he typed; what is no specification is refused, with its line."""

import pickle

import pytest

from builder.spec import Spec, SpecError, Types, from_raw, load
from builder.spec.problems import Problem

HEAD = "rakit: 1\nname: x\nentities:\n  - name: e\n    fields:\n"


def field(line: str) -> str:
    return f"{HEAD}      - {line}\n"


def refused(text: str, types: Types) -> Problem:
    with pytest.raises(SpecError) as error:
        load(text, types)
    return error.value.problems[0]


@pytest.mark.parametrize("word", ["no", "on", "y", "01", "1e3", "33.73", "2024-01-01", "~", "NULL"])
def test_a_word_stays_a_word(word: str, types: Types) -> None:
    spec = load(field(f"{{name: a, label: {word}}}"), types)
    assert spec.entities[0].fields[0].label == word


def test_choices_keep_their_zeros(types: Types) -> None:
    text = field("{name: a, type: choice, options: {choices: [{name: NO}, {name: 01}, {name: 8}]}}")
    assert [c.name for c in load(text, types).entities[0].fields[0].options.choices] == [
        "NO", "01", "8",
    ]  # fmt: skip


def test_a_default_is_text_however_it_is_written(types: Types) -> None:
    words = ("true", "7", "007", "user.unit")
    for word in words:
        assert (
            load(field(f"{{name: a, default: {word}}}"), types).entities[0].fields[0].default
            == word
        )
    raw = {"rakit": 1, "name": "x", "entities": [{"name": "e", "fields": [
        {"name": "a", "default": True}, {"name": "b", "default": 7}]}]}  # fmt: skip
    assert [f.default for f in from_raw(raw, types).entities[0].fields] == ["true", "7"]


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        ("empty_file", 1, ""),
        ("no_mapping", 1, "halo\n"),
        ("yaml", 2, "rakit: 1\n\tname: x\n"),
        ("duplicate_key", 3, "rakit: 1\nname: x\nname: y\n"),
        ("anchor", 2, "rakit: 1\nname: &a x\n"),
        ("alias", 1, "a: *b\n"),
        ("merge", 2, "rakit: 1\n<<: {name: x}\n"),
        ("tag", 2, "rakit: 1\nname: !!python/object/apply:os.system [id]\n"),
        ("two_documents", 2, "rakit: 1\n---\nrakit: 1\n"),
        ("empty_value", 6, field("{name: a, label: }")),
        ("empty_value", 6, field("{name: a, computed: if(a, b, c)}")),
        ("key_no_text", 1, "? [a]\n: b\n"),
        ("too_deep", 1, "a: " + "[" * 30 + "]" * 30),
        ("unknown_key", 6, field("{name: a, requierd: true}")),
        ("missing_key", 6, field("{label: A}")),
        ("bad_value", 6, field("{name: a, required: ya}")),
        ("bad_value", 6, field("{name: a, type: fone}")),
        ("bad_value", 6, field('{name: a, label: "a\\u202eb"}')),
        ("bad_value", 6, field('{name: a, label: "a\\nb"}')),
        ("bad_value", 6, field("{name: a, type: integer, options: {min: 010}}")),
        ("bad_value", 6, field("{name: a, type: integer, options: {max: 9007199254740993}}")),
        ("bad_shape", 6, field("{name: Ab}")),
        ("bad_shape", 6, field("{name: a, id: 12345678}")),
        ("too_long", 6, field(f"{{name: a, label: {'x' * 121}}}")),
        ("empty_text", 6, field('{name: a, label: ""}')),
        ("no_such_word", 6, field("{name: a, privacy: secret}")),
        ("out_of_range", 6, field("{name: a, options: {max_length: 0}}")),
        ("no_list", 4, "rakit: 1\nname: x\nentities:\n  a: b\n"),
        ("no_mapping", 6, field("{name: a, options: [b]}")),
        ("too_few", 3, "rakit: 1\nname: x\nentities: []\n"),
        ("no_such_kind", 8, field("{name: a}") + "screens:\n  - {name: s, kind: lst}\n"),
        ("id_twice", None, field("{name: a, id: abcdefgh}\n      - {name: b, id: abcdefgh}")),
    ],
)
def test_it_is_refused_with_its_line(code: str, line: int | None, text: str, types: Types) -> None:
    problem = refused(text, types)
    assert (problem.code, problem.line) == (code, line), problem


def test_a_file_over_eight_megabytes_is_refused_before_it_is_read(types: Types) -> None:
    assert refused("x" * 8_000_001, types).code == "too_big"


def test_a_slip_of_the_pen_is_understood(types: Types) -> None:
    assert "maksud Anda required?" in refused(field("{name: a, requierd: true}"), types).text
    assert "maksud Anda phone?" in refused(field("{name: a, type: fone}"), types).text


def test_a_problem_names_node_and_key_for_the_form(types: Types) -> None:
    text = field("{name: a, id: abcdefgh, options: {maxlength: 5}}")
    problem = refused(text, types)
    assert (problem.node_id, problem.key) == ("abcdefgh", "maxlength")
    assert problem.path == "entities.e.fields.a.options.maxlength"


def test_everything_wrong_is_said_at_once(types: Types) -> None:
    with pytest.raises(SpecError) as error:
        load(field("{name: A}\n      - {name: b, type: fone}"), types)
    assert len(error.value.problems) == 2
    assert "(dan 1 masalah lain)" in error.value.what
    again = pickle.loads(pickle.dumps(error.value))
    assert again.problems == error.value.problems


def test_nodes_are_found_by_name(klinik: Spec) -> None:
    assert klinik.entity("hewan").field("pemilik").reference.target == "pemilik"
    assert klinik.flow_of("periksa").name == "alur_periksa" and klinik.flow_of("hewan") is None
    assert [i.inverse.name for i in klinik.inverses("hewan")] == ["periksa"]
    assert [link.name for link in klinik.links_of("hewan")] == ["kepemilikan_bersama"]
    assert klinik.links[0].ends == (("pemilik", "pemilik"), ("hewan", "hewan"))
    assert [t.name for t in klinik.tables][-1] == "kepemilikan_bersama"
    assert klinik.roles[0].grant("hewan").entities == ("*",)
    assert klinik.roles[1].grant("periksa") is None
    with pytest.raises(KeyError, match="klinik has no kuda"):
        klinik.entity("kuda")


def test_nothing_of_it_can_be_changed(klinik: Spec) -> None:
    with pytest.raises(TypeError):
        klinik.i18n["en"]["Kucing"] = "Dog"
    with pytest.raises(ValueError, match="frozen"):
        klinik.name = "y"
    assert pickle.loads(pickle.dumps(klinik.i18n)) == klinik.i18n
