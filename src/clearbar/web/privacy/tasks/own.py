"""What comes by itself of own data."""
