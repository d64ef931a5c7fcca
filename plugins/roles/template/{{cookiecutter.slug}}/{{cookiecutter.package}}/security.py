"""Hak akses. Dibuat Rakit dari spec.yaml; kode Anda di custom/.

Siapa boleh apa, terhadap baris yang mana. Yang berhak memutuskan ada di `flow.py` tiap entitas.
"""

from .kit import ADD, ALL_ROWS, DELETE, EDIT, EXPORT, IMPORT, OWN_ROWS, OWN_UNIT, READ, Choices, Grant, Where
{% for one in own.imports %}
from .{{ one.module }}.model import {{ one.cls }}
{% endfor %}


class Role(Choices):
    """Peran pengguna."""

{% for role in own.roles %}
    {{ role.member }} = {{ role.name | py }}, {{ role.label | py }}
{% endfor %}


GRANTS = (
{% for grant in own.grants %}
    Grant({{ grant.cls }}, Role.{{ grant.role }}, {{ grant.rights }}, {% if grant.rows %}{{ grant.rows }}{% else %}Where({{ grant.where | py }}){% endif %}{% if grant.hide %}, hide={{ grant.hide | py }}{% endif %}{% if grant.readonly %}, readonly={{ grant.readonly | py }}{% endif %}),
{% endfor %}
)

PUBLIC_ROLE = {{ "Role." ~ own.public if own.public else "None" }}
