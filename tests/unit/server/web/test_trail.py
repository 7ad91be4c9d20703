"""What an auditor reads of the trail is said in words."""

from __future__ import annotations

import re
from pathlib import Path

from server.web.trail import in_words

SERVER = Path(__file__).parents[4] / "server"
_RECORDED = re.compile(r"(?:audit\.record|_done)\((?:[^()]|\([^()]*\))*?\)", re.S)


def test_every_action_that_is_recorded_has_words() -> None:
    texts = (path.read_text(encoding="utf-8") for path in SERVER.rglob("*.py"))
    calls = (call[0] for text in texts for call in _RECORDED.finditer(text))
    actions = {action for call in calls for action in re.findall(r'"([a-z_]+\.[a-z_]+)"', call)}
    assert len(actions) > 100
    assert [one for one in sorted(actions) if not in_words(one)] == []


def test_an_action_without_words_is_left_to_its_code() -> None:
    assert in_words("petition.dispatched") == "信访事项 · 转送"
    assert in_words("account.granted.leader") == "账户 · 授权"
    assert in_words("petition.unheard_of") == in_words("nothing") == ""
