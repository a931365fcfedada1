"""Kinds of product: a file is a kind, its name is the word of ``sane export --format``.

A module exposes ``PLUGIN``, an ``Exporter``. It gets a ``Product``, which holds gated data only.
"""
