"""Addresses of mystery shoppers. Theirs is one address only, slash included: the phone keeps the page under it. A link
that was copied without the slash is led there."""

from __future__ import annotations

from django.urls import URLPattern, path

from clearbar.web.walks.views import shoppers, shopping

urlpatterns: list[URLPattern] = [
    path("shoppers/", shoppers.shoppers, name="shoppers"),
    path("shoppers/new/", shoppers.shopper_new, name="shopper-new"),
    path("shoppers/<int:key>/", shoppers.shopper, name="shopper"),
    path("shoppers/<int:key>/revoke/", shoppers.shopper_revoke, name="shopper-revoke"),
    path("shoppers/<int:key>/forget/", shoppers.shopper_forget, name="shopper-forget"),
    path("shop/<str:token>/", shopping.shop, name="shop"),
    path("shop/<str:token>/data/", shopping.shop_data, name="shop-data"),
    path("shop/<str:token>/shell/", shopping.shop_shell, name="shop-shell"),
    path("shop/<str:token>/sync/", shopping.shop_sync, name="shop-sync"),
]
