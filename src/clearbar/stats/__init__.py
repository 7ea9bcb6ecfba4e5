"""Sums → figures: pure functions, identical whichever engine counted."""
