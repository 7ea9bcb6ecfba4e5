"""What comes by itself."""

from clearbar.web.walks.tasks import counter, picture, plans, shopping, walk

__all__ = ["counter", "picture", "plans", "shopping", "walk"]
