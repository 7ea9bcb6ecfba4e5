"""Addresses."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from django.urls import URLPattern, URLResolver, path, re_path

from clearbar.web.api import views
from clearbar.web.api.door import View, door, nothing_here
from clearbar.web.api.v1 import v1

_NAMES = (
    "ratings", "interactions", "conversations", "persons", "invitations", "cases", "book", "measures", "readiness",
)  # fmt: skip
for _name in _NAMES:
    import_module(f"clearbar.web.api.operations.{_name}")

_operations, _app, _namespace = v1.urls
for _pattern in _operations:
    _pattern.callback = door(cast(View, _pattern.callback))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.description, name="api-description"),
    path("tokens/", views.tokens, name="api-tokens"),
    path("tokens/<str:token>/take/", views.take_token, name="api-token-take"),
    path("tokens/<str:token>/end/", views.end_token, name="api-token-end"),
    path("hooks/", views.hooks, name="api-hooks"),
    path("hooks/<str:hook>/", views.hook, name="api-hook"),
    path("hooks/<str:hook>/change/", views.change_hook, name="api-hook-change"),
    path("hooks/<str:hook>/calls/<int:call>/again/", views.send_again, name="api-call-again"),
    path("v1/", (_operations, _app, _namespace)),
    re_path(r"^v1(/.*)?$", door(nothing_here)),
]
