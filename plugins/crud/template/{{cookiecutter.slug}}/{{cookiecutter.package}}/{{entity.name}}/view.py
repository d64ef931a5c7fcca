"""Layar {{ entity.name }}. Dibuat Rakit dari spec.yaml; kode Anda di custom/."""

from ..kit import EntityView, SavedView, Section, Tab
from .model import {{ entity.cls }}

{% macro section(part) %}
Section(
{{ part.title | py }},
{% for name in part.names %}
{{ name | py }},
{% endfor %}
{% if part.rows %}
rows={{ part.rows | py }},
{% endif %}
{% if part.visible_if %}
visible_if={{ part.visible_if | py }},
{% endif %}
),
{% endmacro %}
{% macro parts(name, items) %}
    {{ name }} = (
{% for part in items %}
{% if part.name is defined %}
        {{ part.name | py }},
{% elif part.sections is defined %}
        Tab(
            {{ part.title | py }},
{% for one in part.sections %}
{{ section(one) }}
{% endfor %}
        ),
{% else %}
{{ section(part) }}
{% endif %}
{% endfor %}
    )
{% endmacro %}

class {{ entity.cls }}View(EntityView):
    entity = {{ entity.cls }}

{{ names("list_columns", entity.view.columns) }}
{% if entity.view.filters %}
{{ names("filters", entity.view.filters) }}
{% endif %}
{% if entity.view.order %}
    base_order = ({% for name, way in entity.view.order %}({{ name | py }}, {{ way | py }}),{% endfor %})
{% endif %}
{% if entity.view.saved %}
    views = (
{% for saved in entity.view.saved %}
        SavedView(
            {{ saved.label | py }},
            {{ saved.where | py }},
        ),
{% endfor %}
    )
{% endif %}

{{ parts("form", entity.view.form) -}}
{% if entity.view.detail %}
{{ parts("detail", entity.view.detail) -}}
{% endif %}
{% if entity.view.details %}
{{ names("details", entity.view.details) }}
{% endif %}
