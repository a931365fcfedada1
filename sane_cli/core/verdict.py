"""The verdict of a JSON Schema on data, the same whichever library gives it.

jsonschema-rs decides (0.02 ms a file); jsonschema is the oracle in the tests, and stands in where there is no wheel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sane_cli.core.document import Path
from sane_cli.core.record import record


@record(frozen=True, slots=True, eq=False, repr=False)
class Violation:
    """One breach of a schema, the same whichever validator found it.

    Attributes:
        keyword: the JSON Schema keyword that failed.
        path: where in the document.
        expected: the keyword's value in the schema.
        about: the missing or unexpected property name, or empty.
        branches: for ``anyOf`` and ``oneOf``, the breaches of each branch.
    """

    keyword: str
    path: Path
    expected: Any
    about: str = ""
    branches: tuple[tuple[Violation, ...], ...] = ()


def validator(raw: Mapping[str, Any]) -> Any:
    """Return a function from data to violations, on jsonschema-rs, else on jsonschema where there is no wheel."""
    try:
        import jsonschema_rs
    except ImportError:
        return plain_validator(raw)
    compiled = jsonschema_rs.validator_for(dict(raw), validate_formats=True, offline=True)

    def violations(data: Any) -> Iterator[Violation]:
        for error in compiled.iter_errors(data):
            yield from _from_fast(error, raw)

    return violations


def quick_validator(raw: Mapping[str, Any]) -> Callable[[Any], bool]:
    """Return a function that says yes quickly; without jsonschema-rs, or to what it cannot take, it says no."""
    try:
        import jsonschema_rs
    except ImportError:
        return lambda _data: False
    engine = jsonschema_rs.RegexOptions()
    try:
        compiled = jsonschema_rs.validator_for(dict(raw), pattern_options=engine, validate_formats=True, offline=True)
    except ValueError:  # a pattern that looks around itself, which only the slower engine takes
        return lambda _data: False
    is_valid = compiled.is_valid

    def holds(data: Any) -> bool:
        try:
            return is_valid(data)
        except ValueError:  # a value that JSON does not have
            return False

    return holds


def _from_fast(error: Any, raw: Mapping[str, Any]) -> Iterator[Violation]:
    keyword, path = error.kind.name, tuple(error.instance_path)
    details = error.kind.as_dict()
    expected = _walk(raw, error.schema_path)
    if keyword == "additionalProperties":
        yield from (Violation(keyword, path, expected, name) for name in details["unexpected"])
    elif keyword == "propertyNames":
        yield Violation(keyword, path, expected, _named(details))
    else:
        branches = tuple(
            tuple(found for sub in branch for found in _from_fast(sub, raw))
            for branch in getattr(error.kind, "context", ())
        )
        yield Violation(keyword, path, expected, str(details.get("property", "")), branches)


def _named(details: Mapping[str, Any]) -> str:
    inner = details.get("error")
    return str(getattr(inner, "instance", ""))


def plain_validator(raw: Mapping[str, Any]) -> Any:
    """Return the same function on jsonschema."""
    import jsonschema
    from referencing import Registry

    checker = jsonschema.Draft202012Validator(
        raw, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER, registry=Registry()
    )

    def violations(data: Any) -> Iterator[Violation]:
        for error in checker.iter_errors(data):
            yield from _from_plain(error)

    return violations


def _from_plain(error: Any) -> Iterator[Violation]:
    keyword, path = str(error.validator), tuple(error.absolute_path)
    if "propertyNames" in error.relative_schema_path:
        yield Violation("propertyNames", path, error.validator_value, str(error.instance))
    elif keyword == "additionalProperties":
        known = error.schema.get("properties", {})
        yield from (Violation(keyword, path, False, name) for name in error.instance if name not in known)
    else:
        about = ""
        if keyword == "required":
            about = next(name for name in error.validator_value if error.message.startswith(repr(name)))
        grouped: dict[int, list[Violation]] = {}
        for sub in error.context:
            grouped.setdefault(sub.relative_schema_path[0], []).extend(_from_plain(sub))
        yield Violation(keyword, path, error.validator_value, about, tuple(map(tuple, grouped.values())))


def _walk(raw: Any, path: Sequence[str | int]) -> Any:
    """Follow a schema path, through ``$ref`` where one stands in the way."""
    at = raw
    for part in path:
        if isinstance(at, dict) and part not in at and "$ref" in at:
            at = _walk(raw, at["$ref"].removeprefix("#/").split("/"))
        try:
            at = at[int(part) if isinstance(at, list) else part]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return at
