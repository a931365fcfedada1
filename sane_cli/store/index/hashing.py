"""The hash of the index: BLAKE2b (RFC 7693), keyed where it seals.

``hashlib`` would give the same function, and load OpenSSL for others that the index does not use: two milliseconds and
three megabytes of every start.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b"]
