"""The pure core: what a case is, who may see it, and what is wrong with it.

Nothing here prints, reads a file, asks the clock or knows git; today's date and every text arrive as values.
"""
