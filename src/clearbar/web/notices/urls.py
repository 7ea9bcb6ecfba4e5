"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clearbar.web.notices import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.mine, name="notices"),
    path("read/", views.read_all, name="notices-read"),
    path("hearing/", views.hearing, name="hearing"),
    path("channels/", views.channels, name="channels"),
    path("channels/<str:channel>/", views.channel, name="channel"),
    path("channels/<str:channel>/change/", views.change_channel, name="channel-change"),
    path("channels/<str:channel>/<int:announced>/again/", views.announce_again, name="announce-again"),
    path("<int:key>/", views.follow, name="notice"),
]
