"""What walks keeps, by part."""

from clearbar.web.walks.models import counter, picture, plans, shopping, walk

__all__ = ["counter", "picture", "plans", "shopping", "walk"]
