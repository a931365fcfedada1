"""The parts of an EPUB 3 book: its chapters, its package, its cover."""
