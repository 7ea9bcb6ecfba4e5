"""What comes by itself of peers and the own compass."""
