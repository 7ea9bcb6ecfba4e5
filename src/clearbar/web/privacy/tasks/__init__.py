"""What comes by itself."""

from clearbar.web.privacy.tasks import erasing, keeping, own

__all__ = ["erasing", "keeping", "own"]
