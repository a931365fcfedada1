"""The interview on paper as a PDF that can be filled in."""
