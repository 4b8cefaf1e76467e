"""The language server: what `wippyc lint` finds, in editors."""
