"""What practice keeps, by what people do: be shown, sign, learn, rehearse, be ready; and choose whom to take on."""

from clearbar.web.practice.models import choose, duties, learn, present, ready, rehearse, sign

__all__ = ["choose", "duties", "learn", "present", "ready", "rehearse", "sign"]
