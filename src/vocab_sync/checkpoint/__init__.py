"""Checkpoints: read without running their pickles, and grown by symbol name."""
