"""Addresses of lessons, films, huddles and the plan."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clearbar.web.practice.views import present, present_clips, present_huddle, present_plan

urlpatterns: list[URLPattern | URLResolver] = [
    path("lessons/", present.lessons, name="lessons"),
    path("words/<str:standard>/", present.lesson_edit, name="lesson-edit"),
    path("lessons/<str:journey>/<str:step>/", present.lesson, name="lesson"),
    path("lessons/<str:journey>/<str:step>/read/", present.lesson_read, name="lesson-read"),
    path("lessons/<str:journey>/<str:step>/films/", present_clips.clips, name="clips"),
    path("films/<str:id>/", present_clips.clip, name="clip"),
    path("films/<str:id>/captions.vtt", present_clips.captions, name="captions"),
    path("films/<str:id>/remove/", present_clips.clip_remove, name="clip-remove"),
    path("print/<str:journey>/<str:what>.pdf", present.paper, name="paper"),
    path("huddle/", present_huddle.huddle, name="huddle"),
    path("plan/", present_plan.plan, name="plan"),
]
