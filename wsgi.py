"""The application for any WSGI server: `wsgi:app`."""

from forum import create_app
from forum.outreach.live.door import Door, open_live

app = create_app()
app.wsgi_app = Door(app.wsgi_app, open_live(app))  # type: ignore[method-assign]
