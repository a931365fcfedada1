"""The hash that nobody outside sees: BLAKE2b (RFC 7693), for the index and for comparing files and texts.

``hashlib`` would give the same function, and load OpenSSL for others that are not used: two milliseconds and three
megabytes of every start.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b"]
