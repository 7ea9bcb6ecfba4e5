"""Addresses of follow-up, by part."""
