"""Addresses of raising the bar."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.followup.views import raising

urlpatterns: list[URLPattern] = [
    path("raising/", raising.raising, name="raising"),
    path("raising/look/", raising.look, name="raising-look"),
    path("raising/<int:proposal>/accept/", raising.accept, name="raising-accept"),
    path("raising/<int:proposal>/decline/", raising.decline, name="raising-decline"),
]
