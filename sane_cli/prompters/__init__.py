"""Ways to ask: one file is one way.

All know five widgets (a line, a long text, one choice, several, a typed word) and the same moves; none knows kinds of
question, so a new kind needs nothing here.
"""
