"""Addresses of corrective action."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.followup.views import correction, correction_said

urlpatterns: list[URLPattern] = [
    path("correction/", correction.files, name="corrections"),
    path("correction/new/", correction.new, name="correction-new"),
    path("correction/steps/", correction.ladder, name="correction-ladder"),
    path("correction/<int:key>/", correction.file, name="correction"),
    path("correction/<int:key>/paper.pdf", correction.paper, name="correction-paper"),
    path("correction/<int:key>/step/", correction.step, name="correction-step"),
    path("correction/<int:key>/end/", correction.end, name="correction-end"),
    path("correction/<int:key>/answer/<int:on>/", correction_said.answer, name="correction-answer"),
    path("correction/<int:key>/object/<int:on>/", correction_said.object_to, name="correction-object"),
    path("correction/<int:key>/read/<int:on>/", correction_said.read, name="correction-read"),
    path("correction/<int:key>/withdraw/", correction_said.withdraw, name="correction-withdraw"),
    path("correction/<int:key>/settle/", correction_said.settle, name="correction-settle"),
]
