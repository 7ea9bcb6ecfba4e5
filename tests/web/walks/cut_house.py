"""`python -m tests.web.walks.cut_house DATA`: a house whose book can be walked; prints the session of one who walks."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Makes the house."""
    data = Path(sys.argv[1]).absolute()
    os.environ["CLEARBAR_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clearbar.web.site.settings")
    from clearbar.web.site.folder import make_folder

    make_folder(data)
    import django

    django.setup()
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from clearbar.web.site import first_run
    from tests.web.conftest import move_in, publish_demo

    first_run.make_ready(timezone.now())
    cast = move_in()
    publish_demo(cast["ada"])
    user = cast["finn"].user
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    print(session.session_key)


if __name__ == "__main__":
    main()
