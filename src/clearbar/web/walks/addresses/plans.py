"""Addresses of walk plans."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.walks.views import plans

urlpatterns: list[URLPattern] = [
    path("plans/", plans.plans, name="walk-plans"),
    path("plans/new/", plans.plan_new, name="walk-plan-new"),
    path("plans/<int:key>/", plans.plan, name="walk-plan"),
    path("plans/<int:key>/end/", plans.plan_end, name="walk-plan-end"),
    path("asked/<int:key>/back/", plans.take_back, name="walk-take-back"),
]
