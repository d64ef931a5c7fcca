"""The ERD: complete, at right angles, the same bytes each time, with and without elkjs."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from builder.erd import Words, elk, erd_svg, erd_table
from builder.erd.boxes import boxes, lines
from builder.erd.layered import layered
from builder.spec import Spec, Types, expand, from_raw, load

from .texts import KLINIK, changed


@pytest.fixture(params=["elk", "own"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "own" or not elk.ELK.is_file():
        monkeypatch.setattr(elk, "ELK", Path("/none"))
    return str(request.param)


def test_every_entity_and_link_is_a_box_that_leads_somewhere(
    engine: str, klinik: Spec, types: Types
) -> None:
    svg = erd_svg(expand(klinik, types), link=lambda name: f"/entitas/{name}?a=1&b=2")
    for table in klinik.tables:
        assert f'<a href="/entitas/{table.name}?a=1&amp;b=2"' in svg
        assert f'data-node="{table.id}"' in svg
    assert svg.count("<path d=") == len(klinik.tables) + len(lines(boxes(klinik)))


def test_the_same_specification_gives_the_same_bytes(engine: str, klinik: Spec) -> None:
    assert erd_svg(klinik) == erd_svg(klinik)


def test_text_from_people_is_escaped(engine: str, types: Types) -> None:
    text = changed(KLINIK, "label: Pemeriksaan", "label: '<script>alert(1)</script>'")
    text = changed(text, "label: Klinik hewan", "label: '\"><img>'")
    svg = erd_svg(load(text, types))
    assert "<script" not in svg and "<img" not in svg
    assert "&lt;script&gt;" in svg


def test_what_changed_is_coloured(engine: str, klinik: Spec) -> None:
    ident = klinik.entity("hewan").id
    assert "#1a7237" in erd_svg(klinik, highlight={ident: "added"})
    assert "stroke-dasharray" in erd_svg(klinik, highlight={ident: "removed"})
    assert "stroke-dasharray" not in erd_svg(klinik)


def test_an_entity_with_many_fields_says_how_many_are_not_drawn(types: Types) -> None:
    fields = [{"name": f"f{n}"} for n in range(30)]
    raw = {"rakit": 1, "name": "x", "entities": [{"name": "e", "fields": fields}]}
    spec = from_raw(raw, types)
    assert "… 21 isian lain" in erd_svg(spec)
    assert "… 21 more" in erd_svg(spec, say=Words(more="more"))
    assert erd_table(spec)[0][1].count(",") == 29


def test_the_table_says_the_same(klinik: Spec) -> None:
    told = {name: (fields, refers) for name, fields, refers in erd_table(klinik)}
    assert told["Hewan"] == ("Nama, Pemilik, Jenis, Lahir, Berat, Tempat", "Pemilik → Pemilik")
    assert told["Kepemilikan bersama"][1] == "Pemilik → Pemilik, Hewan → Hewan"
    assert len(told) == len(klinik.tables)


def world(count: int, types: Types) -> Spec:
    """Entities that refer to each other every way: onward, back, to themselves, in cycles."""
    entities = []
    for n in range(count):
        goals = {n, (n * 3 + 1) % count, (n + 2) % count, max(0, n - 1)} if n % 4 else {n // 2}
        fields = [{"name": "nama"}]
        fields += [
            {"name": f"r{goal}", "type": "reference", "options": {"target": f"e{goal}"}}
            for goal in sorted(goals)
        ]
        entities.append({"name": f"e{n}", "fields": fields})
    return from_raw({"rakit": 1, "name": "x", "entities": entities}, types)


@pytest.mark.parametrize("count", [1, 2, 5, 13, 40])
def test_our_own_layout_keeps_boxes_apart_and_lines_square(count: int, types: Types) -> None:
    drawn = boxes(world(count, types))
    wanted = lines(drawn)
    laid = layered(drawn, wanted)
    spots = [(*laid.places[box.id], box.height) for box in drawn]
    for n, (x, y, high) in enumerate(spots):
        assert x >= 20 and y >= 20 and y + high <= laid.size[1] and x + 196 <= laid.size[0]
        for other_x, other_y, other_high in spots[n + 1 :]:
            assert x != other_x or y + high + 20 <= other_y or other_y + other_high + 20 <= y
    for line, way in zip(wanted, laid.ways, strict=True):
        sx, sy = laid.places[line.source]
        tx, ty = laid.places[line.target]
        assert way[0] == (sx + 196, sy + line.y) and way[-1] == (tx, ty + 15)
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(way)), way
        assert all(0 <= x <= laid.size[0] and 0 <= y <= laid.size[1] for x, y in way)


@pytest.mark.parametrize("count", [13, 60])
def test_lines_run_through_no_box_and_boxes_lie_apart(
    engine: str, count: int, types: Types
) -> None:
    drawn = boxes(world(count, types))
    laid = elk.by_elk(drawn, lines(drawn)) or layered(drawn, lines(drawn))
    for one, other in combinations(drawn, 2):
        (x, y), (other_x, other_y) = laid.places[one.id], laid.places[other.id]
        beside = x + 196 < other_x or other_x + 196 < x
        assert beside or y + one.height < other_y or other_y + other.height < y
    for way in laid.ways:
        for (x1, y1), (x2, y2) in pairwise(way):
            for box in drawn:
                x, y = laid.places[box.id]
                inside_x = min(x1, x2) < x + 195 and max(x1, x2) > x + 1
                inside_y = min(y1, y2) < y + box.height - 1 and max(y1, y2) > y + 1
                assert not (inside_x and inside_y), (way, box.name)


def test_the_picture_has_its_size(engine: str, klinik: Spec) -> None:
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', erd_svg(klinik))
    assert found and int(found[1]) > 400 and int(found[2]) > 200


def test_marks_are_told_without_colour(engine: str, klinik: Spec) -> None:
    box, field = klinik.entity("hewan"), klinik.entity("hewan").fields[0]
    for mark, sign, word in (("added", "+", "baru"), ("changed", "~", "berubah"),
                             ("removed", "−", "dihapus")):  # fmt: skip
        marks = {box.id: mark, field.id: mark}
        svg = erd_svg(klinik, highlight=marks)
        words = re.sub("</?tspan[^>]*>", "", svg)
        assert f">{sign} Hewan</text>" in words and f">{sign} Nama *</text>" in words
        assert f"<title>Hewan, {word}</title>" in svg
        assert ("line-through" in svg) is (mark == "removed")
        told = {name: fields for name, fields, _ in erd_table(klinik, highlight=marks)}
        assert told[f"Hewan ({word})"].startswith(f"Nama ({word}), ")
    assert "+ Hewan" not in erd_svg(klinik)


def test_a_marked_field_is_among_those_that_are_drawn(types: Types) -> None:
    fields = [{"name": f"f{n}"} for n in range(30)]
    spec = from_raw({"rakit": 1, "name": "x", "entities": [{"name": "e", "fields": fields}]}, types)
    last = spec.entities[0].fields[-1]
    assert last.id in [row.id for row in boxes(spec, {last.id})[0].rows]
    assert last.id not in [row.id for row in boxes(spec)[0].rows]


def test_a_picture_of_links_is_a_group_and_what_leads_nowhere_is_no_link(klinik: Spec) -> None:
    assert 'role="img"' in erd_svg(klinik)
    svg = erd_svg(klinik, link=lambda name: "/x" if name == "hewan" else "")
    assert 'role="group"' in svg and svg.count("<a ") == 1
