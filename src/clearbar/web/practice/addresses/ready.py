"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clearbar.web.practice.views import ready

urlpatterns: list[URLPattern | URLResolver] = [
    path("ready/", ready.ready, name="ready"),
    path("ready/rules/", ready.rules, name="ready-rules"),
    path("ready/rules/<int:key>/drop/", ready.drop_rule, name="drop-rule"),
    path("ready/duties/<str:journey>/", ready.duties, name="duties"),
    path("ready/<str:person>/<str:journey>/hold/", ready.hold, name="hold"),
    path("ready/<str:person>/<str:journey>/let/", ready.let_perform, name="let-perform"),
    path("worth/", ready.training_worth, name="training-worth"),
]
