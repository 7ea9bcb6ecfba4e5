"""Addresses of the log-in library that are ours: nobody signs up, an e-mail address is the administrator's to change,
and the way to a single sign-on passes a page of our own."""

from __future__ import annotations

from django.urls import path

from clearbar.web.people.views import welcomes

urlpatterns = [
    path("signup/", welcomes.closed, name="account_signup"),
    path("email/", welcomes.own_email, name="account_email"),
    path("oidc/<str:provider_id>/login/", welcomes.elsewhere, name="openid_connect_login"),
]
