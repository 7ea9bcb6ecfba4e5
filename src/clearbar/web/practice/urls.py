"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clearbar.web.practice.addresses import choose, learn, present, ready, rehearse, sign
from clearbar.web.practice.views import mine

urlpatterns: list[URLPattern | URLResolver] = [
    path("", mine.mine, name="practice"),
    *present.urlpatterns,
    *sign.urlpatterns,
    *learn.urlpatterns,
    *rehearse.urlpatterns,
    *ready.urlpatterns,
    *choose.urlpatterns,
]
