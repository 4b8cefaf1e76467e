"""Ranges of numbers, and distances between them."""
