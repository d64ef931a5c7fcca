"""Alur {{ flow.entity }}. Dibuat Rakit dari spec.yaml; kode Anda di custom/."""

from ..kit import OWNER, Flow, Transition
from ..security import Role
from .model import {{ flow.cls }}, {{ flow.enum }}

{{ flow.constant }} = Flow(
    {{ flow.cls }}.{{ flow.field }},
    label={{ flow.label | py }},
    initial={{ flow.enum }}.{{ flow.initial }},
{% if flow.open %}
    open={
{% for one in flow.open %}
        {{ flow.enum }}.{{ one.state }}: {{ one.fields | py }},
{% endfor %}
    },
{% endif %}
{% if flow.final %}
    final={
{% for one in flow.final %}
        {{ flow.enum }}.{{ one.state }}: {{ one.kind | py }},
{% endfor %}
    },
{% endif %}
    transitions=(
{% for t in flow.transitions %}
        Transition(
            {{ t.name | py }},
            {{ t.label | py }},
            source=({% for s in t.source %}{{ flow.enum }}.{{ s }},{{ " " if not loop.last }}{% endfor %}),
            target={{ flow.enum }}.{{ t.target }},
            roles=({{ t.roles | join(", ") }}{{ "," if t.roles | length == 1 }}),
{% if t.note %}
            note={{ t.note | py }},
{% endif %}
{% if t.needs %}
            needs={{ t.needs | py }},
{% endif %}
{% if t.message %}
            message={{ t.message | py }},
{% endif %}
{% if t.sets %}
            sets={ {%- for one in t.sets %}{{ one.field | py }}: {{ one.value | py }}{{ ", " if not loop.last }}{% endfor -%} },
{% endif %}
{% if t.tells %}
            tells=({{ t.tells | join(", ") }}{{ "," if t.tells | length == 1 }}),
{% endif %}
        ),
{% endfor %}
    ),
)
