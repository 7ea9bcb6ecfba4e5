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
    # Named, because the plugin that runs tests side by side knows databases in memory by Django's own backend only.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
