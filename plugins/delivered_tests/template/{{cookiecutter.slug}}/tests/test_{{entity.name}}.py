"""Uji {{ entity.name }}. Dibuat Rakit dari spec.yaml; uji Anda sendiri di tests/custom/."""

import re

import pytest

from {{ entity.package }}.kit.testing import Office
from {{ entity.package }}.{{ entity.name }}.model import {{ entity.cls }}{{ ", " ~ entity.facts.enum if entity.facts.enum }}
{% if entity.facts.rows %}
from {{ entity.package }}.security import Role
{% endif %}
{% for one in entity.facts.imports %}
from {{ entity.package }}.{{ one.module }}.model import {{ one.cls }}
{% endfor %}

{% macro value(one) %}
{% if one.kind == "row" %}office.row({{ one.cls }}{{ given(one.own) }}).id{% elif one.kind == "rows" %}[{% for own in one.rows %}{ {%- for each in own %}{{ each.name | py }}: {{ value(each) }}{{ ", " if not loop.last }}{% endfor -%} }{{ ", " if not loop.last }}{% endfor %}]{% else %}{{ one.value | py }}{% endif %}
{% endmacro %}
{% macro given(own) %}
{% for one in own %}, {{ one.name }}={{ value(one) }}{% endfor %}
{% endmacro %}
{% macro row(example) %}
{% if example.state %}office.row_in({{ entity.cls }}, {{ entity.facts.enum }}.{{ example.state }}{{ given(example.own) }}){% else %}office.row({{ entity.cls }}{{ given(example.own) }}){% endif %}
{% endmacro %}

def test_baris_contoh_dapat_disimpan(office: Office) -> None:
    assert office.row({{ entity.cls }}).id
{% if entity.required %}


@pytest.mark.parametrize(
    "name",
    [
{% for name in entity.required %}
        {{ name | py }},
{% endfor %}
    ],
)
def test_wajib_diisi(office: Office, name: str) -> None:
    assert name in office.errors({{ entity.cls }}, **{name: ""})
{% endif %}
{% for f in entity.unique %}


def test_{{ f.name }}_tidak_kembar(office: Office) -> None:
    {{ f.name }} = office.row({{ entity.cls }}).{{ f.key }}
    assert {{ f.name | py }} in office.errors({{ entity.cls }}, {{ f.name }}={{ f.name }})
{% endfor %}
{% for group in entity.pairs %}


def test_{{ group | map(attribute="name") | join("_") }}_tidak_kembar(office: Office) -> None:
    row = office.row({{ entity.cls }})
    assert office.errors(
        {{ entity.cls }},
{% for f in group %}
        {{ f.name }}=row.{{ f.key }},
{% endfor %}
    )
{% endfor %}
{% for limit in entity.limits %}


def test_{{ limit.test }}(office: Office) -> None:
    assert {{ limit.name | py }} not in office.errors({{ entity.cls }}, {{ limit.name }}={{ limit.good }})
    assert {{ limit.name | py }} in office.errors({{ entity.cls }}, {{ limit.name }}={{ limit.bad }})
{% endfor %}
{% for name in entity.choices %}


def test_{{ name }}_hanya_dari_daftar(office: Office) -> None:
    assert {{ name | py }} in office.errors({{ entity.cls }}, {{ name }}="bukan-pilihan")
{% endfor %}
{% for f in entity.patterns %}


def test_{{ f.name }}_menurut_pola(office: Office) -> None:
    matches = re.fullmatch({{ f.pattern | py }}, "!?") is not None
    assert ({{ f.name | py }} in office.errors({{ entity.cls }}, {{ f.name }}="!?")) != matches
{% endfor %}
{% if entity.automatic %}


@pytest.mark.parametrize(
    "name",
    [
{% for name in entity.automatic %}
        {{ name | py }},
{% endfor %}
    ],
)
def test_diisi_oleh_sistem(office: Office, name: str) -> None:
    assert name in office.errors({{ entity.cls }}, **{name: "1"})
{% endif %}
{% for one in entity.facts.checks %}


def test_aturan_{{ one.name }}(office: Office) -> None:
    words = {{ entity.messages[one.name] | py }}
    wrong = office.errors({{ entity.cls }}{{ given(one.no.own) }})
    right = office.errors({{ entity.cls }}{{ given(one.yes.own) }})
    assert words in wrong.values()
    assert words not in right.values()
{% endfor %}
{% for one in entity.facts.required %}


def test_{{ one.name }}_wajib_menurut_keadaan(office: Office) -> None:
    assert {{ one.name | py }} in office.emptied({{ row(one.yes) }}, {{ one.name | py }})
    assert {{ one.name | py }} not in office.emptied({{ row(one.no) }}, {{ one.name | py }})
{% endfor %}
{% for one in entity.facts.visible %}


def test_{{ one.name }}_tampil_menurut_keadaan(office: Office) -> None:
    assert office.visible({{ row(one.yes) }}, {{ one.name | py }})
    assert not office.visible({{ row(one.no) }}, {{ one.name | py }})
{% endfor %}
{% for one in entity.facts.readonly %}


def test_{{ one.name }}_terkunci_menurut_keadaan(office: Office) -> None:
    assert office.closed({{ row(one.yes) }}, {{ one.name | py }})
    assert not office.closed({{ row(one.no) }}, {{ one.name | py }})
{% endfor %}
{% for one in entity.facts.computed %}


def test_{{ one.name }}_dihitung(office: Office) -> None:
{% for case in one.cases %}
    row = {{ row(case) }}
{% if case.result is boolean %}
    assert row.{{ one.name }} is {{ case.result | py }}
{% elif case.result is number %}
    assert row.{{ one.name }} == {{ case.result | py }}
{% else %}
    assert str(row.{{ one.name }}) == {{ case.result | py }}
{% endif %}
{% endfor %}
{% endfor %}
{% for one in entity.facts.rows %}


def test_baris_yang_dilihat_{{ one.name }}(office: Office) -> None:
    assert office.may_read(Role.{{ one.role }}, {{ row(one.yes) }})
    assert not office.may_read(Role.{{ one.role }}, {{ row(one.no) }})
{% endfor %}
