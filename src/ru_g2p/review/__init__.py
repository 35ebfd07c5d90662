"""``ru-g2p review``: what was read with doubt, put to the user, whose choices become rows of a dictionary."""
