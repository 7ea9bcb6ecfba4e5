"""Addresses. Those of who is asked are short, for posters and SMS, and bear a missing slash."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from clearbar.web.surveys.views import printed, public, staff

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^s/(?P<token>[^/]+)/?$", public.link, name="survey-link"),
    re_path(r"^q/(?P<address>[^/]+)/?$", public.poster, name="survey-poster"),
    re_path(r"^k/(?P<address>[^/]+)/?$", public.kiosk, name="survey-kiosk"),
    re_path(r"^e/(?P<address>[^/]+)/?$", public.embed, name="survey-embed"),
    path("surveys/", staff.surveys, name="surveys"),
    path("surveys/new/", staff.start, name="survey-new"),
    path("surveys/<int:number>/", staff.survey, name="survey"),
    path("surveys/<int:number>/edit/", staff.edit, name="survey-edit"),
    path("surveys/<int:number>/switch/", staff.switch, name="survey-switch"),
    path("surveys/<int:number>/ask/", staff.ask, name="survey-ask"),
    path("surveys/<int:number>/ways/new/", staff.add_way, name="survey-add-way"),
    path("surveys/ways/<int:number>/", printed.way, name="survey-way"),
    path("surveys/ways/<int:number>/enter/", printed.enter, name="survey-enter"),
]
