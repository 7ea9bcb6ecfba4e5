"""The plain limit: the same server, database and settings of it, and a view that writes or reads one row.

`python -m bench.plain FOLDER PORT` serves it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from clearbar.web.site import env

TABLE = "create table if not exists row (key integer primary key, text varchar(200))"


def one(request: HttpRequest) -> HttpResponse:
    """Writes a row when something is posted, reads one otherwise."""
    with connection.cursor() as cursor:
        if request.method == "POST":
            cursor.execute("insert into row (text) values (%s)", [request.POST.get("words", "")])
            return HttpResponse("thanks")
        cursor.execute("select text from row order by key limit 1")
        return HttpResponse(str(cursor.fetchone()))


urlpatterns = [path("row/", one), path("alive/", lambda _: HttpResponse("yes"))]


def _settled() -> None:
    folder = Path(os.environ["BENCH_PLAIN"])
    settings.configure(
        SECRET_KEY="of a measurement " * 3,
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": env.sqlite(folder / "plain.db")},
        LOGGING_CONFIG=None,
    )
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


def main() -> None:
    """Serves, as `clearbar serve` does, until it is killed."""
    from granian.constants import Interfaces
    from granian.server import Server

    os.environ["BENCH_PLAIN"] = sys.argv[1]
    Server(
        "bench.plain:application",
        address="127.0.0.1",
        port=int(sys.argv[2]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        websockets=False,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main()
elif "BENCH_PLAIN" in os.environ:
    _settled()
    application = get_wsgi_application()
