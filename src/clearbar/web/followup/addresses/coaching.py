"""Addresses of coaching: for the two of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.followup.views import coaching, coaching_agree, coaching_one

urlpatterns: list[URLPattern] = [
    path("coaching/", coaching.coachings, name="coaching"),
    path("coaching/new/", coaching.new, name="coaching_new"),
    path("coaching/ask/", coaching.ask, name="coaching_ask"),
    path("coaching/<int:key>/", coaching_one.one, name="coaching_one"),
    path("coaching/<int:key>/rate/", coaching_one.rate, name="coaching_rate"),
    path("coaching/<int:key>/decline/", coaching_one.decline, name="coaching_decline"),
    path("coaching/<int:key>/act/", coaching_one.act, name="coaching_act"),
    path("coaching/<int:key>/note/", coaching_one.note, name="coaching_note"),
    path("coaching/<int:key>/agree/", coaching_agree.propose, name="coaching_agree"),
    path("coaching/<int:key>/check/", coaching_agree.check, name="coaching_check"),
    path("coaching/<int:key>/kept/<int:place>/", coaching_agree.kept, name="coaching_kept"),
]
