"""The application for any WSGI server: `wsgi:app`."""

from forum import create_app

app = create_app()
