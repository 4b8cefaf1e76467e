"""Tables that are objects with slots."""
