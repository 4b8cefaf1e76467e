"""The flow analysis: which values reach where."""
