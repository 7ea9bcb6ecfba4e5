"""Settings of the tests: those of the application, with a folder of their own.

CLEARBAR_TEST_DATABASE=postgres runs the same tests on a real PostgreSQL.
"""

from __future__ import annotations

import os
from tempfile import mkdtemp

os.environ["CLEARBAR_DATA"] = mkdtemp(prefix="clearbar-tests-")
os.environ.setdefault("CLEARBAR_SECRET", "a secret of the tests, and of nothing else, that is long enough")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "true"  # Playwright's loop runs in the thread of the test, which stays in step
)

if os.environ.get("CLEARBAR_TEST_DATABASE") == "postgres":
    from tests.web.postgres import uri

    os.environ["CLEARBAR_DATABASE_URL"] = uri()

from clearbar.web.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if not os.environ.get("CLEARBAR_DATABASE_URL"):
    # A file, as in a house. One in memory is one connection, which the threads of a server would share: the
    # transactions of two requests would be one, and a test would see what is half written. No power cut comes here.
    DATABASES["default"]["TEST"] = {"NAME": str(CLEARBAR_DATA / "tests.db")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
