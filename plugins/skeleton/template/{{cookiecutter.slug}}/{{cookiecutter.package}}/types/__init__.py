"""Jenis isian yang dipakai aplikasi ini; satu berkas satu jenis."""

{% for type in own.types %}
from .{{ type.module }} import {{ type.alias }}
{% endfor %}

__all__ = [
{% for type in own.types | sort(attribute="alias") %}
    {{ type.alias | py }},
{% endfor %}
]
