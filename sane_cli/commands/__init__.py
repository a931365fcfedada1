"""The commands: a file is a command, its name is the word people type.

A module exposes ``PLUGIN``, a ``Command``. A command reads its options, calls the core, hands the result to a
format or exporter and returns an exit code; it holds no rules of its own.
"""
