"""Kinds of product: each module makes one kind of file from gated cases and knows nothing else of the program.

A module here is a plug-in: its name is the name of the format and its ``PLUGIN`` says what it makes. A name that begins
with an underscore is not one.
"""
