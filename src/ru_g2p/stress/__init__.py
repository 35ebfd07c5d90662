"""Spoken words to words with stress and ё."""
