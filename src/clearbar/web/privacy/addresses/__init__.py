"""Addresses of privacy, by part."""
