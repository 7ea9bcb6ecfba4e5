"""What privacy keeps, by part."""

from clearbar.web.privacy.models import erasing, keeping, own

__all__ = ["erasing", "keeping", "own"]
