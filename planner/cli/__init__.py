"""The command line: turns arguments into one use case and prints what comes back. Holds no rule."""
