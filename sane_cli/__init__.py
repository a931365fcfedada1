"""Curate a Solidarity Playbook: draft, check, find and publish cases."""

__version__ = "0.1.0"


def version_line() -> str:
    """Return name and version, and the optional quick reader of YAML where it is installed."""
    from importlib.machinery import PathFinder  # finds without loading

    return f"sane {__version__}" + (", reading with yaml-rs" if PathFinder.find_spec("yaml_rs") else "")
