"""The interface may grow; what a client relies on stays."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from server.contract.growth import breaks

OLD: dict[str, Any] = {
    "paths": {
        "/a": {
            "post": {
                "parameters": [{"in": "query", "name": "q"}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Ask"}}}},
                "responses": {"200": {}},
            }
        }
    },
    "components": {
        "schemas": {
            "Ask": {"properties": {"x": {}, "inner": {"$ref": "#/components/schemas/Inner"}}, "required": ["x"]},
            "Inner": {"properties": {"y": {}}},
            "Answer": {"properties": {"z": {}}, "required": ["z"]},
            "Kind": {"enum": ["one", "two"]},
        }
    },
}

Change = Callable[[dict[str, Any]], object]
GROWTH: list[Change] = [
    lambda new: None,
    lambda new: new["paths"].update({"/b": {"get": {"responses": {"200": {}}}}}),
    lambda new: new["paths"]["/a"]["post"]["parameters"].append({"in": "query", "name": "r"}),
    lambda new: new["components"]["schemas"]["Ask"]["properties"].update({"more": {}}),
    lambda new: new["components"]["schemas"]["Answer"]["required"].append("more"),
    lambda new: new["components"]["schemas"]["Kind"]["enum"].append("three"),
]
BREAKS: list[tuple[Change, str]] = [
    (lambda new: new["paths"].pop("/a"), "POST /a"),
    (lambda new: new["paths"]["/a"]["post"]["responses"].pop("200"), "no longer answers 200"),
    (
        lambda new: new["paths"]["/a"]["post"]["parameters"].append({"in": "query", "name": "r", "required": True}),
        "now demands r",
    ),
    (lambda new: new["components"]["schemas"]["Ask"]["required"].append("inner"), "Ask.inner"),
    (lambda new: new["components"]["schemas"]["Inner"].update({"required": ["y"]}), "Inner.y"),
    (lambda new: new["components"]["schemas"]["Answer"]["properties"].pop("z"), "Answer.z"),
    (lambda new: new["components"]["schemas"]["Kind"]["enum"].remove("two"), "two"),
    (lambda new: new["components"]["schemas"].pop("Answer"), "Answer"),
]


@pytest.mark.parametrize("change", GROWTH)
def test_growing_breaks_nothing(change: Change) -> None:
    new = copy.deepcopy(OLD)
    change(new)
    assert breaks(OLD, new) == []


@pytest.mark.parametrize(("change", "said"), BREAKS, ids=[said for _, said in BREAKS])
def test_what_a_client_relies_on_is_missed(change: Change, said: str) -> None:
    new = copy.deepcopy(OLD)
    change(new)
    assert said in "\n".join(breaks(OLD, new))
