"""Addresses of own data."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.privacy.views import own

urlpatterns: list[URLPattern] = [
    path("mine/", own.mine, name="my-data"),
    path("customer/", own.one_customer, name="customer-data"),
    path("customer/data/", own.customer_data, name="customer-file"),
]
