"""How people get a log-in: by invitation of an administrator, never by themselves."""

from __future__ import annotations

from logging import getLogger
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from clearbar.web.people import queries
from clearbar.web.people.addresses import address_of
from clearbar.web.people.days import house_today
from clearbar.web.people.models import User

log = getLogger("clearbar.people")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves, and who left does not log in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where the request comes from, behind a proxy too."""
        return address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends a mail; where the mail server is away, a log says so and the page goes on."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as fault:
            log.warning("a mail could not be sent: %s", type(fault).__name__)

    def pre_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse | None:
        """Turns away who left, whichever way they log in."""
        if not queries.may_log_in(user, house_today(timezone.now())):
            response: HttpResponse = self.respond_user_inactive(request, user)
            return response
        turned_away: HttpResponse | None = super().pre_login(request, user, **told)
        return turned_away


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who logs in elsewhere must be known here by a verified e-mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        del request, sociallogin
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connects a log-in of elsewhere with the person who has its verified address."""
        verified = [one.email.lower() for one in sociallogin.email_addresses if one.verified]
        if not verified or sociallogin.is_existing or request.user.is_authenticated:
            return
        user = next((one for mail in verified for one in User.objects.filter(email__iexact=mail, is_active=True)), None)
        if user:
            sociallogin.connect(request, user)
