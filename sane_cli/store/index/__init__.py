"""The index: what was found out about a playbook last time, in one SQLite file that may be deleted at any moment.

``manifest`` tells which files have changed since, ``database`` opens the file, and every user of it has a part of its
own with tables of its own. Nothing in it is ever trusted over the files.
"""
