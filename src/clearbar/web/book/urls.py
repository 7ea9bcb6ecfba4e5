"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from clearbar.web.book.views import arranging, drafting, listening, promises, publishing, reading

urlpatterns: list[URLPattern | URLResolver] = [
    path("", reading.book, name="book"),
    path("charts.css", reading.charts_style, name="book_charts_style"),
    path("versions/", reading.versions, name="book_versions"),
    path("versions/<int:number>/", reading.version, name="book_version"),
    path("versions/<int:number>/book.zip", reading.packed, name="book_zip"),
    path("versions/<int:number>/files/<path:name>", reading.file, name="book_file"),
    path("standards/<str:id>/", reading.standard, name="standard"),
    path("promises/", promises.choose, name="promises_choose"),
    path("sheet/", listening.blank_sheet, name="sheet_blank"),
    path("journeys/<str:journey>/heard/", listening.listen, name="listen"),
    path("journeys/<str:journey>/heard/sheet/", listening.sheet, name="sheet_new"),
    path("journeys/<str:journey>/heard/sheet/<int:pk>/", listening.sheet, name="sheet"),
    path("journeys/<str:journey>/heard/sheet/<int:pk>/drop/", listening.drop_sheet, name="sheet_drop"),
    path("journeys/<str:journey>/heard/complaint/<int:pk>/", listening.complaint, name="complaint"),
    path("draft/", drafting.draft, name="draft"),
    path("draft/begin/", arranging.begin, name="draft_begin"),
    path("draft/discard/", arranging.discard, name="draft_discard"),
    path("draft/draft.zip", arranging.packed, name="draft_zip"),
    path("draft/publish/", publishing.publish, name="draft_publish"),
    path("draft/move/", arranging.move, name="draft_move"),
    re_path(r"^draft/remove/(?P<kind>journey|step|standard)/(?P<id>.+)/$", arranging.remove, name="draft_remove"),
    path("draft/book/", drafting.book, name="draft_book"),
    path("draft/journeys/new/", arranging.new_journey, name="draft_journey_new"),
    path("draft/journey/<str:id>/", drafting.journey, name="draft_journey"),
    path("draft/journey/<str:journey>/steps/new/", arranging.new_step, name="draft_step_new"),
    path("draft/journey/<str:journey>/step/<str:step>/", drafting.step, name="draft_step"),
    path("draft/journey/<str:journey>/step/<str:step>/standards/new/", arranging.new_standard,
         name="draft_standard_new"),
    path("draft/standard/<str:id>/", drafting.standard, name="draft_standard"),
    path("draft/file/<path:name>/", arranging.file, name="draft_file"),
]  # fmt: skip
