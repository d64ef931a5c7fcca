{{ (app.label ~ ": " ~ app.description if app.description else app.label ~ ".") | docstring(0) }}

from flask import Flask

from . import custom{{ ", menu" if app.menu }}{{ ", security" if app.roles }}
from .config import Config
from .database import db
from .kit import Application
{% for part in app.entities | list + app.views | list + app.flows | list + app.apis | list %}
from .{{ part.module }} import {{ part.function }}
{% endfor %}
{% for part in app.call %}
from .{{ part.module }} import {{ part.function }} as {{ part.module | snake }}_{{ part.function }}
{% endfor %}


def create_app(config: type[Config] = Config) -> Flask:
    """Rangkai aplikasi. Hanya di sini semua bagian bertemu."""
    application = Application(
        __name__,
        db=db,
        entities=(
{% for part in app.entities %}
            {{ part.function }},
{% endfor %}
        ),
{% if app.roles %}
        roles=security.Role,
        grants=security.GRANTS,
        public_role=security.PUBLIC_ROLE,
{% endif %}
{% if app.flows %}
        flows=(
{% for part in app.flows %}
            {{ part.function }},
{% endfor %}
        ),
{% endif %}
{% if app.units %}
        units={{ app.units }},
{% endif %}
{% if app.menu %}
        menu=menu.MENU,
{% endif %}
{% if app.views %}
        views=(
{% for part in app.views %}
            {{ part.function }},
{% endfor %}
        ),
{% endif %}
{% if app.apis %}
        apis=(
{% for part in app.apis %}
            {{ part.function }},
{% endfor %}
        ),
{% endif %}
    )
{% for part in app.call %}
    {{ part.module | snake }}_{{ part.function }}(application)
{% endfor %}
    custom.extend(application)
    return application.build(config)
