"""Fields of forms whose values go over the wire."""

from __future__ import annotations

from django import forms

from clearbar.web.ledger.wire import WireFault, place_of
from clearbar.web.people.models import Organisation


class CallableField(forms.CharField):
    """An address that may be called: not a private one, unless an administrator allowed its host."""

    def clean(self, value: str | None) -> str:
        """The address, without spaces around it."""
        url: str = super().clean(value).strip()
        try:
            place_of(url, Organisation.the().allowed_hosts)
        except WireFault as fault:
            said = str(fault)
            raise forms.ValidationError(f"{said[0].upper()}{said[1:]}.") from None
        return url
