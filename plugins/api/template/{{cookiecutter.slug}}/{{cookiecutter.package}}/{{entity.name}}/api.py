"""REST API {{ entity.name }}. Dibuat Rakit dari spec.yaml; kode Anda di custom/."""

from ..kit import EntityApi
from .model import {{ entity.cls }}


class {{ entity.cls }}Api(EntityApi):
    entity = {{ entity.cls }}

{{ names("columns", entity.columns) }}
