"""Follow-up: what is seen is acted on: findings, coaching, correction, peers, managers, recovery, raising the bar."""
