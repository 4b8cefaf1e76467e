"""How fast generated code, the compiler and the worker are: ratios measured in one run."""
