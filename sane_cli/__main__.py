"""Run the program as ``python -m sane_cli``."""

from sane_cli.app import main

if __name__ == "__main__":
    main()
