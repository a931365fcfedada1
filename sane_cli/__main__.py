"""The way in, as ``sane`` and as ``python -m sane_cli``."""

from __future__ import annotations

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Run the application, with the collector of garbage out of its way."""
    # a command is short: looking for cycles after every 700 new objects costs a list of cases a tenth of its time
    gc.set_threshold(50_000, 20, 20)
    from sane_cli import app

    try:
        app.main()
    finally:
        gc.freeze()  # at its end Python looks for garbage in everything once more, which takes 10 ms


if __name__ == "__main__":
    main()
