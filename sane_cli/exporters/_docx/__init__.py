"""The parts of a Word document: looks, paragraphs, tables, footnotes, and what stands around the pages."""
