"""Pintu masuk server web: `gunicorn wsgi:app`."""

from {{ app.package }} import create_app

app = create_app()
