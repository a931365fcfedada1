"""Kinds of text output: a file is a format, its name is the word of ``--format``.

A module exposes ``PLUGIN``, a ``Format`` that says what it can show: rows of cases, findings, or both.
"""
