"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from clearbar.web.privacy.addresses import erasing, keeping, own

urlpatterns: list[URLPattern | URLResolver] = [
    *own.urlpatterns,
    *erasing.urlpatterns,
    *keeping.urlpatterns,
]
