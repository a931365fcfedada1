"""What is checked: one file is one rule, and its name with hyphens is the rule's id.

A module exposes ``PLUGIN``, a ``Rule``. Nothing else has to be edited to add one.
"""
