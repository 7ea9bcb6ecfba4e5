"""Addresses of walks, by part."""
