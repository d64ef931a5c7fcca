"""Charts in the words and numbers of the page, and charts of Flask-AppBuilder's own views."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from ..charts import Chart, Say, svg
from ..charts.data import Kind
from . import words

KINDS: dict[str, Kind] = {"PieChart": "donut", "LineChart": "line", "AreaChart": "line"}


def draw(chart: Chart) -> Markup:
    """The picture of a chart in the language of the page (template global `chart_svg`)."""
    say = Say(
        show=words.number,
        short=words.compact,
        nothing=_("Tidak ada data"),
        others=_("Lainnya"),
        more=lambda n: _("%(n)s baris lagi di tabel", n=n),
    )
    return svg(chart, say)


def of_appbuilder(data: Any, kind: str, title: str) -> Chart:
    """What a chart view of Flask-AppBuilder hands to its widget, as a chart of ours.

    `data` is its Google form {"cols": [{label}], "rows": [{"c": [{"v"}]}]}, or, from the deprecated
    views, pairs of a label and a number.
    """
    wanted = KINDS.get(kind, "bar")
    if not isinstance(data, Mapping):
        pairs: Sequence[Any] = data or ()
        rows = tuple((named(pair[0]), (pair[1],)) for pair in pairs)
        return Chart(wanted, words.tr(title), (words.tr(title),), rows)
    labels = (col["label"] for col in data["cols"])
    heads = [words.tr(label) for label in labels]
    rows = tuple(
        (named(row["c"][0]["v"]), tuple(cell["v"] for cell in row["c"][1:])) for row in data["rows"]
    )
    if wanted == "donut" and len(heads) > 2:
        wanted = "bar"  # a ring holds one series
    return Chart(wanted, words.tr(title), tuple(heads[1:]), rows, head=heads[0])


def named(value: Any) -> str:
    """A label as people read it; Flask-AppBuilder hands over dates as ISO text."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return words.short_date(date.fromisoformat(value))
    return str(words.show(None if value == "None" else value))
