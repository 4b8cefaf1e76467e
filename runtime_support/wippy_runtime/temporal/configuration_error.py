"""The error of everything a person can put right before a worker runs."""

from __future__ import annotations


class ConfigurationError(Exception):
    """A wrong or missing setting; its text is one line meant for the person who starts a worker."""
