"""The application as a WSGI server calls it."""

from __future__ import annotations

import os
from multiprocessing import parent_process
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clearbar.web.site.settings")
application = get_wsgi_application()


def _end_with(parent: object) -> None:
    """Ends this process when the one that started it is gone, killed or not: an orphan would keep the port."""
    parent.join()  # type: ignore[attr-defined]
    os._exit(1)


if (_parent := parent_process()) is not None:
    Thread(target=_end_with, args=(_parent,), name="parent", daemon=True).start()
