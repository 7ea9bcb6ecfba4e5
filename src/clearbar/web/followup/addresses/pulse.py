"""Addresses of the pulse of staff."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.followup.views import pulse

urlpatterns: list[URLPattern] = [
    path("pulse/", pulse.pulse, name="pulse"),
]
