"""The report: from gated cases to pages. Pure but for the theme's own files; the engine is not known here."""
