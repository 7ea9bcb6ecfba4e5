"""QR codes, as SVG in the page itself."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr(text: str) -> SafeString:
    """The QR code of a text. Its dark squares take the colour of the text around it; it stretches with its place."""
    drawn: str = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  drawn by us, of squares only
