"""Addresses of findings and what became of them."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.followup.views import findings, hub

urlpatterns: list[URLPattern] = [
    path("", hub.hub, name="followup"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<slug:key>/", findings.finding, name="finding"),
    path("findings/<slug:key>/snooze/", findings.snooze, name="snooze-finding"),
    path("findings/<slug:key>/dismiss/", findings.dismiss, name="dismiss-finding"),
    path("findings/<slug:key>/<slug:to>/", findings.turn, name="turn-finding"),
]
