"""What a single value, condition or operation can be."""
