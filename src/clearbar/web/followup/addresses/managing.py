"""Addresses of the standards of managers."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.followup.views import managing

urlpatterns: list[URLPattern] = [
    path("managers/", managing.managers, name="managers"),
    path("managers/choices/", managing.choices, name="manager-standards"),
    path("managers/<str:person>/", managing.manager, name="manager"),
]
