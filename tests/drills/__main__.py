"""`python -m tests.drills NAME`: run one drill, tests/drills/NAME.py."""

import sys
from importlib import import_module

if __name__ == "__main__":
    import_module(f"tests.drills.{sys.argv[1]}").main()
