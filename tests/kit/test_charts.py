"""Any numbers and any names become a picture: valid, within its frame, nothing over another."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings, strategies as st

from builder.kit.charts import Chart, svg
from builder.kit.charts.data import KINDS, Kind
from builder.kit.charts.draw import COLOURS, DASHES, MARKS, NARROW, PATTERNS, width
from builder.kit.face.colour import contrast, parse

NS = "{http://www.w3.org/2000/svg}"
WIDTHS = (NARROW, 360.0, 720.0)
NAMES = st.one_of(
    st.text(max_size=55),
    st.sampled_from(["W" * 55, "Dinas Komunikasi, Informatika, Statistik dan Persandian", "<b>&"]),
)
NUMBERS = st.one_of(
    st.none(),
    st.integers(-5, 1000),
    st.integers(),
    st.floats(),
    st.decimals(allow_nan=False, places=2),
    st.sampled_from([0, 10**400, -(10**400), 1e-300, Decimal("-0.00")]),
)


@st.composite
def charts(draw: st.DrawFn, kinds: tuple[Kind, ...] = KINDS) -> Chart:
    count = draw(st.integers(1, 10))
    rows = draw(st.lists(st.tuples(NAMES, st.tuples(*[NUMBERS] * count)), max_size=30))
    names = draw(st.tuples(*[NAMES] * count))
    return Chart(draw(st.sampled_from(kinds)), draw(NAMES), names, tuple(rows))


def drawn(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg(chart)))


def boxes(root: ElementTree.Element, wide: float) -> list[tuple[float, float, float, float, str]]:
    """Every text as (left, top, right, bottom, words) in a picture of this width."""
    found = []

    def visit(node: ElementTree.Element, x0: float, y0: float) -> None:
        if node.tag == f"{NS}svg" and node is not root:
            x0, y0 = x0 + length(node.get("x", "0"), wide), y0 + float(node.get("y", "0"))
        if node.tag == f"{NS}text":
            words = node.text or ""
            size = float(node.get("font-size", "13"))
            x, y = x0 + length(node.get("x", "0"), wide), y0 + float(node.get("y", "0"))
            # Real letters are narrower than the estimate by which the picture was laid out.
            long = width(words, size) * 0.98
            left = {"end": x - long, "middle": x - long / 2}.get(node.get("text-anchor", ""), x)
            found.append((left, y - size * 0.8, left + long, y + size * 0.22, words))
        for child in node:
            visit(child, x0, y0)

    visit(root, 0, 0)
    return found


def length(text: str, wide: float) -> float:
    return float(text[:-1]) / 100 * wide if text.endswith("%") else float(text)


@settings(derandomize=True, max_examples=120, deadline=None)
@given(charts())
@example(Chart("bar", "Kosong", ("a",), ()))
@example(Chart("donut", "Nol", ("a",), (("x", (0,)), ("y", (0,)))))
@example(Chart("line", "Satu", ("a",), (("x", (7,)),)))
@example(Chart("bar", "Banyak", ("a",), tuple(("W" * 55, (n - 9,)) for n in range(30))))
@example(Chart("line", "Banyak", ("a",), tuple((f"{n} " + "W" * 50, (n,)) for n in range(30))))
def test_any_chart_is_valid_and_readable(chart: Chart) -> None:
    root = drawn(chart)
    high = float(root.get("height", "0"))
    assert high > 0
    for wide in WIDTHS:
        placed = boxes(root, wide)
        assert placed
        for left, top, right, bottom, words in placed:
            assert left >= -1 and right <= wide + 1, (words, left, right)
            assert top >= -1 and bottom <= high + 1, (words, top, bottom)
        for one, other in combinations(placed, 2):
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart or not (one[4].strip() and other[4].strip()), (one, other)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(charts())
def test_a_picture_brings_nothing_that_the_policy_forbids(chart: Chart) -> None:
    root = drawn(chart)
    for node in root.iter():
        assert node.tag.removeprefix(NS) in {
            "svg", "title", "desc", "defs", "pattern", "path", "rect", "line", "text",
        }  # fmt: skip
        for name, value in node.attrib.items():
            assert not name.startswith("on") and name not in ("style", "href"), name
            assert not re.search(r"nan|inf", value) or name == "aria-labelledby", (name, value)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(charts())
def test_shapes_stay_within_the_picture(chart: Chart) -> None:
    root = drawn(chart)
    high = float(root.get("height", "0"))
    for node in root.iter(f"{NS}rect"):
        start, long = (length(node.get(name, "0"), 100) for name in ("x", "width"))
        if node.get("width", "").endswith("%"):
            assert start >= -0.01 and start + long <= 74.5
        assert float(node.get("y", "0")) + float(node.get("height", "0")) <= high + 1
    for node in root.iter(f"{NS}line"):
        for name in ("y1", "y2"):
            assert -0.1 <= float(node.get(name, "0")) <= high


def test_it_is_told_to_those_who_cannot_see_it() -> None:
    root = drawn(Chart("bar", "Usulan", ("Jumlah",), (("Januari", (3,)), ("Februari", (None,)))))
    ids = (root.get("aria-labelledby") or "").split()
    told = {node.get("id"): node.text for node in root if node.get("id")}
    assert root.get("role") == "img"
    assert [told[one] for one in ids] == ["Usulan", "Januari: 3; Februari: –"]
    own = drawn(Chart("bar", "Usulan", ("n",), (("a", (1,)),), about="Naik terus."))
    assert own.find(f"{NS}desc").text == "Naik terus."  # type: ignore[union-attr]


def test_neighbours_differ_by_more_than_their_hue() -> None:
    white = (255, 255, 255)
    for colour in COLOURS:
        assert contrast(parse(colour), white) >= 3
    for one, other in pairwise(COLOURS):
        assert contrast(parse(one), parse(other)) >= 3
    assert len(set(PATTERNS[2:])) == len(PATTERNS) - 2  # the first two are plain: dark and middle
    assert len(set(MARKS)) == len(set(DASHES)) == len(COLOURS)


def test_parts_are_in_proportion() -> None:
    root = drawn(Chart("bar", "x", ("n",), (("a", (10,)), ("b", (5,)), ("c", (0,)))))
    wide = [length(node.get("width", ""), 1) for node in root.iter(f"{NS}rect")]
    assert wide == [pytest.approx(0.74), pytest.approx(0.37)]
    root = drawn(Chart("bar", "x", ("n",), (("a", (10,)), ("b", (-10,)))))
    starts = [length(node.get("x", ""), 1) for node in root.iter(f"{NS}rect")]
    assert starts == [pytest.approx(0.37), pytest.approx(0)]
    stacked = drawn(Chart("stacked", "x", ("n", "m"), (("a", (1, 3)), ("b", (2, 0)))))
    bars = [node for node in stacked.iter(f"{NS}rect") if node.get("width", "").endswith("%")]
    assert [length(bar.get("width", ""), 1) for bar in bars] == [
        pytest.approx(0.185), pytest.approx(0.555), pytest.approx(0.37),
    ]  # fmt: skip


def test_what_cannot_be_a_share_is_drawn_as_bars() -> None:
    rows = (("a", (3,)), ("b", (-1,)))
    assert "<rect" in svg(Chart("donut", "x", ("n",), rows))
    assert str(svg(Chart("donut", "x", ("n",), rows))).count("A90") == 0
    assert str(svg(Chart("donut", "x", ("n",), (("a", (3,)), ("b", (1,)))))).count("A90") == 2


def test_many_rows_are_counted_and_stand_in_the_table() -> None:
    many = Chart("bar", "x", ("n",), tuple((str(n), (n,)) for n in range(60)))
    assert "+20 baris lain di tabel" in svg(many)


def test_a_gap_in_a_trend_stays_a_gap() -> None:
    rows = tuple((str(n), (None if n == 2 else n,)) for n in range(5))
    lines = [
        node for node in drawn(Chart("line", "x", ("n",), rows)).iter(f"{NS}line")
        if node.get("stroke")
    ]  # fmt: skip
    assert len(lines) == 2


def test_a_row_that_does_not_fit_its_series_is_refused() -> None:
    with pytest.raises(ValueError, match="has 1 numbers, its series are 2"):
        Chart("bar", "x", ("a", "b"), (("r", (1,)),))
    with pytest.raises(ValueError, match="Known: bar, stacked, line, donut, number"):
        Chart("pie", "x", (), ())  # type: ignore[arg-type]
