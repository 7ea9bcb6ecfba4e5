"""What is kept of mystery shoppers: a nickname, and a link."""

from __future__ import annotations

from django.db import models

from clearbar.web.audit.keys import RandomKey, random_key
from clearbar.web.people.models import Site


class Shopper(models.Model):
    """Somebody who walks for the house and is nobody of it: no person, no log-in. `name` is a nickname. The link's
    token is kept as its hash; it opens their own assignments until `expires`, or until it is revoked."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    name = models.CharField(max_length=40)
    sites = models.ManyToManyField(Site, related_name="+")
    hash = models.CharField(max_length=64, unique=True, null=True)
    expires = models.DateTimeField()
    adult_at = models.DateTimeField(null=True)
    """When they said that they are an adult and agree; before that their link shows nothing else."""
    revoked_at = models.DateTimeField(null=True)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "key")

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What their phone and their seals know them by."""
        return f"shopper-{self.pk}"
