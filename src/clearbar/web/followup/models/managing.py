"""What managers are held to: their own standards, as the organisation sets them."""

from __future__ import annotations

from django.db import models


class ManagerStandards(models.Model):
    """What the organisation asks of everybody who leads or coaches. There is one row."""

    coached_days = models.PositiveSmallIntegerField(default=42)
    """Within so many days each person of their teams is coached."""
    walks = models.PositiveSmallIntegerField(default=1)
    """So often a month they walk a journey as a customer; 0 for not asked."""
    recognitions = models.PositiveSmallIntegerField(default=1)
    """So often a month they tell somebody what was done well; 0 for not asked."""
    finding_days = models.PositiveSmallIntegerField(default=14)
    """So many days a finding may wait for them before it counts as left lying."""

    @classmethod
    def the(cls) -> ManagerStandards:
        """The one there is; made with its defaults at first."""
        return cls.objects.get_or_create(pk=1)[0]
