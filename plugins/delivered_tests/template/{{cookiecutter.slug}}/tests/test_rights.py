"""Hak akses: setiap peran mencoba setiap pintu (layar dan REST) pada setiap entitas."""

import pytest

from {{ own.package }}.kit import Entity
from {{ own.package }}.kit.testing import OTHER_UNIT, UNIT, Office
{% for one in own.imports %}
from {{ own.package }}.{{ one.module }}.model import {{ one.cls }}
{% endfor %}
from {{ own.package }}.security import Role

RIGHTS = (
{% for row in own.rows %}
    ({{ row.cls }}, Role.{{ row.role }}, {{ row.own | py }}, {{ row.other | py }}),
{% endfor %}
)
{% if own.closed %}
CLOSED = (
{% for row in own.closed %}
    ({{ row.cls }}, Role.{{ row.role }}, {{ row.hidden | py }}, {{ row.readonly | py }}),
{% endfor %}
)
{% endif %}


@pytest.mark.parametrize(("entity", "role", "own_unit", "other_unit"), RIGHTS)
def test_baris_unit_sendiri(
    office: Office, entity: type[Entity], role: Role, own_unit: str, other_unit: str
) -> None:
    assert office.doors(role, entity, UNIT) == own_unit


@pytest.mark.parametrize(("entity", "role", "own_unit", "other_unit"), RIGHTS)
def test_baris_unit_lain(
    office: Office, entity: type[Entity], role: Role, own_unit: str, other_unit: str
) -> None:
    assert office.doors(role, entity, OTHER_UNIT) == other_unit
{% if own.closed %}


@pytest.mark.parametrize(("entity", "role", "hidden", "readonly"), CLOSED)
def test_isian_tertutup(
    office: Office,
    entity: type[Entity],
    role: Role,
    hidden: tuple[str, ...],
    readonly: tuple[str, ...],
) -> None:
    assert office.hidden(role, entity) == hidden
    assert office.readonly(role, entity) == readonly
{% endif %}
