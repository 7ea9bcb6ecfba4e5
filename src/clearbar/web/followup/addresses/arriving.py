"""Addresses of the ways in which complaints come."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.followup.views import arriving

urlpatterns: list[URLPattern] = [
    path("cases/new/", arriving.new_case, name="case-new"),
    path("cases/filed/", arriving.filed, name="case-filed"),
    path("letters/", arriving.letters, name="letters"),
    path("letters/mailbox/", arriving.mailbox, name="letters-mailbox"),
    path("letters/<int:key>/", arriving.letter, name="letter"),
]
