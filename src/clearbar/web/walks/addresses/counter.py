"""Addresses of how many people keep the promise."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.walks.views import counter

urlpatterns: list[URLPattern] = [path("counter/", counter.counter, name="walks-counter")]
