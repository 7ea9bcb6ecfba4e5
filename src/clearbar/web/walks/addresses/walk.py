"""Addresses of walking a journey as a customer."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.walks.views import walk, walk_own, walk_write

urlpatterns: list[URLPattern] = [
    path("", walk.walks, name="walks"),
    path("go/", walk.go, name="walk-go"),
    path("go/data/", walk.data, name="walk-data"),
    path("go/shell/", walk.shell, name="walk-shell"),
    path("write/", walk_write.write, name="walk-write"),
    path("mine/", walk_own.mine, name="walk-mine"),
    path("mine/<int:key>/", walk_own.walk, name="walk-own"),
    path("mine/<int:key>/delete/", walk_own.walk_delete, name="walk-delete"),
    path("mine/<int:key>/photo/", walk_own.photo_add, name="walk-photo-add"),
    path("photos/<int:key>/", walk_own.photo, name="walk-photo"),
    path("photos/<int:key>/file/", walk_own.photo_file, name="walk-photo-file"),
    path("choices/", walk_own.choices, name="walk-choices"),
]
