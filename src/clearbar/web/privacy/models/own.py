"""What is kept of own data."""
