"""People: sites, teams, shifts, persons, their roles, and how they log in."""
