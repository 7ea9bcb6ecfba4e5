"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from clearbar.web.walks.addresses import counter, picture, plans, shopping, walk

urlpatterns: list[URLPattern | URLResolver] = [
    *walk.urlpatterns,
    *plans.urlpatterns,
    *shopping.urlpatterns,
    *picture.urlpatterns,
    *counter.urlpatterns,
]
