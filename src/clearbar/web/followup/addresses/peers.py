"""Addresses of peers and the own compass."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.followup.views import peers, peers_own

urlpatterns: list[URLPattern] = [
    path("peers/", peers.peers, name="peers"),
    path("peers/ask/", peers.invite, name="peer-ask"),
    path("peers/recognise/", peers.recognise, name="recognise"),
    path("peers/shared/<str:person>/", peers_own.shared, name="own-shared"),
    path("peers/<int:key>/", peers.give, name="peer-give"),
    path("peers/<int:key>/decline/", peers.decline, name="peer-decline"),
    path("peers/<int:key>/take-back/", peers.take_back, name="peer-take-back"),
    path("own/", peers_own.own, name="own"),
    path("own/bar/", peers_own.bar, name="own-bar"),
    path("own/rate/", peers_own.which, name="own-rate"),
    path("own/<int:key>/see/", peers_own.see, name="own-see"),
    path("own/<int:key>/share/", peers_own.share, name="own-share"),
]
