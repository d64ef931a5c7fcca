"""Uji {{ entity.name }}. Dibuat Rakit dari spec.yaml; uji Anda sendiri di tests/custom/."""

import re

import pytest

from {{ entity.package }}.kit.testing import Office
from {{ entity.package }}.{{ entity.name }}.model import {{ entity.cls }}


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
