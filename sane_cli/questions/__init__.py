"""Kinds of question: one file is one kind, and its name with hyphens is the kind in the schema.

A module exposes ``PLUGIN``, a ``Kind``. Nothing else has to be edited to add one.
"""
