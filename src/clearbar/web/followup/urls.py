"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from clearbar.web.followup.addresses import (
    arriving,
    coaching,
    correction,
    findings,
    managing,
    peers,
    pulse,
    raising,
    recovery,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *findings.urlpatterns,
    *coaching.urlpatterns,
    *correction.urlpatterns,
    *peers.urlpatterns,
    *managing.urlpatterns,
    *pulse.urlpatterns,
    *recovery.urlpatterns,
    *arriving.urlpatterns,
    *raising.urlpatterns,
]
