"""Uji alur {{ flow.name }}. Dibuat Rakit dari spec.yaml; uji Anda sendiri di tests/custom/."""

import pytest

from {{ flow.package }}.kit import Refused
from {{ flow.package }}.kit.testing import Office
from {{ flow.package }}.{{ flow.entity }}.flow import {{ flow.constant }}
from {{ flow.package }}.{{ flow.entity }}.model import {{ flow.cls }}, {{ flow.enum }}
from {{ flow.package }}.security import Role
{% for one in flow.facts.imports %}
from {{ flow.package }}.{{ one.module }}.model import {{ one.cls }}
{% endfor %}

{% macro value(one) %}
{% if one.kind == "row" %}office.row({{ one.cls }}{{ given(one.own) }}).id{% elif one.kind == "rows" %}[{% for own in one.rows %}{ {%- for each in own %}{{ each.name | py }}: {{ value(each) }}{{ ", " if not loop.last }}{% endfor -%} }{{ ", " if not loop.last }}{% endfor %}]{% else %}{{ one.value | py }}{% endif %}
{% endmacro %}
{% macro given(own) %}
{% for one in own %}, {{ one.name }}={{ value(one) }}{% endfor %}
{% endmacro %}
{% macro row(example) %}
{% if example.state %}office.row_in({{ flow.cls }}, {{ flow.enum }}.{{ example.state }}{{ given(example.own) }}){% else %}office.row({{ flow.cls }}{{ given(example.own) }}){% endif %}
{% endmacro %}
STATES = (
{% for state in flow.states %}
    {{ flow.enum }}.{{ state }},
{% endfor %}
)
ROLES = (
{% for role in flow.roles %}
    Role.{{ role }},
{% endfor %}
)
MOVES: dict[tuple[{{ flow.enum }}, Role], set[str]] = {
{% for move in flow.moves %}
    ({{ flow.enum }}.{{ move.state }}, Role.{{ move.role }}): { {%- for s in move.steps %}{{ s | py }}{{ ", " if not loop.last }}{% endfor -%} },
{% endfor %}
}
{% if flow.told %}
TOLD = (
{% for one in flow.told %}
    ({{ one.step | py }}, {{ flow.enum }}.{{ one.state }}, {{ one.people | py }}),
{% endfor %}
)
{% endif %}
OPEN: dict[{{ flow.enum }}, set[str]] = {
{% for one in flow.open %}
    {{ flow.enum }}.{{ one.state }}: { {%- for name in one.names %}{{ name | py }}{{ ", " if not loop.last }}{% endfor -%} },
{% endfor %}
}


def test_status_tidak_dapat_diketik(office: Office) -> None:
    assert {{ flow.field | py }} in office.errors({{ flow.cls }}, {{ flow.field }}={{ flow.last | py }})


@pytest.mark.parametrize("status", STATES)
def test_alur(office: Office, status: {{ flow.enum }}) -> None:
    """Setiap keadaan, setiap peran: hanya langkah yang ditetapkan."""
    row = office.row_in({{ flow.cls }}, status)
    for role in ROLES:
        offered = {step.name for step in office.gate.moves(office.actor(role), row)}
        assert offered == MOVES.get((status, role), set()), role
        for step in {{ flow.constant }}.transitions:
            if step.name not in offered:
                with pytest.raises(Refused):
                    office.move(role, row, step.name, note="Catatan uji.")


@pytest.mark.parametrize("status", STATES)
def test_terkunci(office: Office, status: {{ flow.enum }}) -> None:
    """Di luar keadaan awal hanya isian yang disebut spesifikasi dapat diubah."""
    opened = office.opened(office.row_in({{ flow.cls }}, status))
    if status is {{ flow.enum }}.{{ flow.first }}:
        assert opened is None  # semua
    else:
        assert opened == OPEN.get(status, set())
{% for one in flow.noted %}


def test_{{ one.step }}_dengan_catatan(office: Office) -> None:
    row = office.row_in({{ flow.cls }}, {{ flow.enum }}.{{ one.state }})
    assert office.refusal(row, {{ one.step | py }}, note="") == "Catatan wajib diisi."
{% endfor %}
{% for one in flow.facts.needs %}


def test_{{ one.step }}_dengan_syarat(office: Office) -> None:
    row = {{ row(one) }}
    assert office.refusal(row, {{ one.step | py }}) == {{ flow.messages[one.step] | py }}
{% endfor %}
{% if flow.told %}


@pytest.mark.parametrize(("step", "status", "people"), TOLD)
def test_yang_diberi_tahu(
    office: Office, step: str, status: {{ flow.enum }}, people: tuple[str, ...]
) -> None:
    """Satu pemberitahuan untuk setiap orang yang disebut, tidak satu pun untuk orang lain."""
    assert office.told({{ flow.cls }}, status, step, {% if flow.asked == flow.roles %}ROLES{% else %}({% for role in flow.asked %}Role.{{ role }}{{ ", " if not loop.last }}{% endfor %}{{ "," if flow.asked | length == 1 }}){% endif %}) == people
{% endif %}
