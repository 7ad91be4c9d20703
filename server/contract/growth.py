"""Whether one OpenAPI description only grew into another: what a client of the old one relies on is still there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_METHODS = frozenset({"get", "put", "post", "delete", "patch", "head", "options"})


def breaks(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return one sentence for everything that a client written against `old` would stumble over in `new`."""
    return [*_routes(old, new), *_shapes(old, new)]


def _routes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for path, item in old["paths"].items():
        for method in _METHODS & item.keys():
            before, after = item[method], new["paths"].get(path, {}).get(method)
            route = f"{method.upper()} {path}"
            if after is None:
                yield f"{route} 不再有 · is gone"
                continue
            known = {(one["in"], one["name"]) for one in before.get("parameters", ())}
            for one in after.get("parameters", ()):
                if one.get("required") and (one["in"], one["name"]) not in known:
                    yield f"{route} 新增必填参数 · now demands {one['name']}"
            for status in before["responses"].keys() - after["responses"].keys():
                if status.startswith("2"):
                    yield f"{route} 不再回答 {status} · no longer answers {status}"


def _shapes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    kept = new.get("components", {}).get("schemas", {})
    asked = _asked(new)
    for name, before in old.get("components", {}).get("schemas", {}).items():
        after = kept.get(name)
        if after is None:
            yield f"{name} 不再有 · is gone"
            continue
        yield from (
            f"{name}.{field} 不再有 · is gone"
            for field in before.get("properties", {})
            if field not in after.get("properties", {})
        )
        if name in asked:
            for field in set(after.get("required", ())) - set(before.get("required", ())):
                yield f"{name}.{field} 变为必填 · is now demanded"
        for value in set(before.get("enum", ())) - set(after.get("enum", ())):
            yield f"{name} 不再有取值 {value} · no longer has {value}"


def _asked(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return the shapes that stand in what is sent to the server."""
    shapes = schema.get("components", {}).get("schemas", {})
    waiting = [
        item[method]["requestBody"]
        for item in schema["paths"].values()
        for method in _METHODS & item.keys()
        if "requestBody" in item[method]
    ]
    found: set[str] = set()
    while waiting:
        for name in _references(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(shapes.get(name, {}))
    return frozenset(found)


def _references(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        reference = node.get("$ref")
        if isinstance(reference, str):
            yield reference.rpartition("/")[2]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
