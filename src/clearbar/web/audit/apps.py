"""What Django must know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit lines."""

    name = "clearbar.web.audit"
