"""Addresses of cases: what fell short and is made right."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.followup.views import recovery, recovery_case, recovery_rules

urlpatterns: list[URLPattern] = [
    path("cases/", recovery.cases, name="cases"),
    path("cases/causes/", recovery.causes, name="case-causes"),
    path("cases/kept/", recovery.kept, name="cases-kept"),
    path("cases/offers/", recovery.offers, name="case-offers"),
    path("cases/rules/", recovery_rules.rules, name="case-rules"),
    path("cases/rules/hours/<str:site>/", recovery_rules.hours, name="case-hours"),
    path("cases/rules/owner/<str:team>/", recovery_rules.owner, name="case-owner"),
    path("cases/rules/<str:kind>/new/", recovery_rules.edit, name="case-rule-new"),
    path("cases/rules/<str:kind>/<int:key>/", recovery_rules.edit, name="case-rule"),
    path("cases/<int:key>/", recovery_case.case, name="case"),
]
