"""Addresses of the journey picture."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.walks.views import picture

urlpatterns: list[URLPattern] = [
    path("picture/", picture.pictures, name="walks-pictures"),
    path("picture/<slug:journey>/", picture.picture, name="walks-picture"),
]
