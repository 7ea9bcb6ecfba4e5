"""What comes by itself."""

from clearbar.web.practice.tasks import choose, learn, present, ready, rehearse, sign

__all__ = ["choose", "learn", "present", "ready", "rehearse", "sign"]
