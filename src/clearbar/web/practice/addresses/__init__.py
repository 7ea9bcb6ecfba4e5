"""Addresses of practice, by part."""
