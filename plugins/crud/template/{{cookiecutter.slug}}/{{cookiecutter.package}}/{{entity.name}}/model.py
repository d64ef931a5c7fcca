"""Tabel {{ entity.name }}. Dibuat Rakit dari spec.yaml; kode Anda di custom/."""

{% if entity.days %}
import datetime
{% endif %}
{% if entity.decimal %}
from decimal import Decimal
{% endif %}
{% if entity.later %}
from typing import TYPE_CHECKING
{% endif %}

from sqlalchemy.orm import Mapped{{ ", relationship" if entity.related }}

from ..kit import Check, Choices, Entity, field, reference
{% if entity.aliases %}
from ..types import {{ entity.aliases | join(", ") }}
{% endif %}
{% for target in entity.targets %}
from ..{{ target.module }}.model import {{ target.cls }}
{% endfor %}

{% if entity.later %}
if TYPE_CHECKING:
{% for target in entity.later %}
    from ..{{ target.module }}.model import {{ target.cls }}
{% endfor %}
{% endif %}


{% for enum in entity.enums %}
class {{ enum.cls }}(Choices):
    """{{ enum.doc }}"""

{% for member in enum.members %}
    {{ member.name }} = {{ member.value | py }}, {{ member.label | py }}{{ ", True" if member.retired }}
{% endfor %}


{% endfor %}
class {{ entity.cls }}(Entity):
    {{ entity.doc | docstring(4) }}

    __tablename__ = {{ entity.name | py }}
    __label__ = {{ entity.label | py }}
    __plural__ = {{ entity.plural | py }}
{% for line in entity.settings %}
    {{ line.name }} = {{ line.value | py }}
{% endfor %}
{% if entity.checks %}
    __checks__ = (
{% for check in entity.checks %}
        Check(
            {{ check.name | py }},
            {{ check.test | py }},
            {{ check.message | py }},
{% if check.fields %}
            fields={{ check.fields | py }},
{% endif %}
        ),
{% endfor %}
    )
{% endif %}
{% for f in entity.fields %}

{% if f.reference %}
    {{ f.name }}_id: Mapped[{{ f.annotation }}] = reference(
        {{ f.target | py }},
        {{ f.label | py }},
{% for a in f.args %}
        {{ a.key }}={{ a.code or a.value | py }},
{% endfor %}
    )
    {{ f.name }}: Mapped[{{ f.relation }}] = relationship({% for a in f.with %}{{ a.key }}={{ a.code or a.value | py }}{{ ", " if not loop.last }}{% endfor %})
{% elif f.args %}
    {{ f.name }}: Mapped[{{ f.annotation }}] = field(
        {{ f.label | py }},
{% for a in f.args %}
        {{ a.key }}={{ a.code or a.value | py }},
{% endfor %}
    )
{% else %}
    {{ f.name }}: Mapped[{{ f.annotation }}] = field({{ f.label | py }})
{% endif %}
{% endfor %}
{% for inverse in entity.inverses %}

    {{ inverse.name }}: Mapped[list["{{ inverse.cls }}"]] = relationship({% for a in inverse.with %}{{ a.key }}={{ a.code or a.value | py }}{{ ", " if not loop.last }}{% endfor %})
{% endfor %}
