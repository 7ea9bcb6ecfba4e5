"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clearbar.web.practice.views import sign

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign/", sign.sign, name="sign"),
    path("sign/<str:standard>/object/", sign.object_to, name="object"),
    path("objections/<int:key>/withdraw/", sign.withdraw, name="withdraw-objection"),
    path("objections/<int:key>/", sign.settle, name="settle"),
    path("aware/", sign.aware, name="aware"),
    path("aware/choices/", sign.signing, name="signing"),
]
