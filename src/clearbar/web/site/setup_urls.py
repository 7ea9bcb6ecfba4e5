"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clearbar.web.site import setup_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("setup/", setup_views.setup, name="setup"),
    path("setup/retry/", setup_views.retry, name="setup-retry"),
    path("setup/begin/", setup_views.begin, name="setup-begin"),
    path("setup/begin/first/", setup_views.first, name="setup-first"),
    path("setup/begin/finish/", setup_views.finish, name="setup-finish"),
]
