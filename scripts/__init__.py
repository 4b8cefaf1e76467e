"""Programs for people who work on wippyc; run as `python -m scripts.NAME`."""
