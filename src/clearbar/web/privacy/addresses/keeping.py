"""Addresses of how long things are kept."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.privacy.views import keeping

urlpatterns: list[URLPattern] = [path("keeping/", keeping.keeping, name="keeping")]
