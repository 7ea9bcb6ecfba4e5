"""What comes by itself of the standards of managers."""
