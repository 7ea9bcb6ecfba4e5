"""Addresses of erasure."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from clearbar.web.privacy.views import erasing

urlpatterns: list[URLPattern] = [
    path("erasures/", erasing.erasures, name="erasures"),
    path("erasures/new/", erasing.erase, name="erase"),
    re_path(r"^erasures/(?P<key>\d{1,19})/(?P<name>confirm|withdraw)/$", erasing.turn, name="erasure-turn"),
]
