"""Menu, dari atas ke bawah. Dibuat Rakit dari spec.yaml; kode Anda di custom/."""

from .kit import Group, Item
{% for view in own.views %}
from .{{ view.module }}.view import {{ view.cls }}View
{% endfor %}

{% macro leaf(line) %}
{% if line.label %}
Item(
{{ line.cls }}View,
label={{ line.label | py }},
{% if line.icon %}
icon={{ line.icon | py }},
{% endif %}
),
{% elif line.icon %}
Item({{ line.cls }}View, icon={{ line.icon | py }}),
{% else %}
{{ line.cls }}View,
{% endif %}
{% endmacro %}
MENU = (
{% for line in own.menu %}
{% if line["items"] %}
    Group(
        {{ line.label | py }},
{% if line.icon %}
        icon={{ line.icon | py }},
{% endif %}
        views=(
{% for one in line["items"] %}
{{ leaf(one) }}
{% endfor %}
        ),
    ),
{% else %}
{{ leaf(line) }}
{% endif %}
{% endfor %}
)
