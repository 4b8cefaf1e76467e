"""Calls, coroutines, and when code runs."""
