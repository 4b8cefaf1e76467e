"""Tables that are Python lists or dicts, or keep their elements in order."""
