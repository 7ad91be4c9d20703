"""The plan of notices is checked when it is read; what is wrong is named, and no address with it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from server.notify.plan import DEFAULT, PlanInvalid, load_plan
from server.notify.tables import NoticeKind, Urgency
from server.units.tables import PostRole


def test_the_built_in_plan_serves_every_kind() -> None:
    plan = load_plan()
    assert {plan.urgency_of(kind) for kind in NoticeKind} == set(Urgency)
    assert plan.patience(NoticeKind.ASSIGNED, frozenset({PostRole.DUTY_OFFICER})) == timedelta(minutes=5)
    both = frozenset({PostRole.DUTY_OFFICER, PostRole.LEADER_IN_CHARGE})
    assert plan.patience(NoticeKind.ASSIGNED, both) == timedelta(minutes=5)
    assert plan.patience(NoticeKind.BULLETIN, both) is None


CHANNEL = '[[channel]]\nname = "a"\nurl = "json://user:token-secret@host/"\n'


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: text.replace('bulletin = "ordinary"\n', ""), "bulletin"),
        (lambda text: text.replace("attempts = 8", "attempts = 0"), "attempts"),
        (lambda text: text.replace('begin = "21:00:00"', 'begin = "07:30:00"'), "same moment"),
        (lambda text: text.replace('post = "duty_officer"', 'post = "nobody"', 1), "post"),
        (lambda text: text + CHANNEL, "channel a"),
        (lambda text: text + CHANNEL.replace("json", "jsno") + 'account = "x"\n', "not understood"),
        (
            lambda text: text + CHANNEL.replace("json://user:token-secret@host/", "wecombot://") + 'account = "x"\n',
            "a ",
        ),
        (lambda text: text + 2 * (CHANNEL + 'account = "x"\n'), "twice"),
        (lambda text: text + "surprise = 1", "surprise"),
        (lambda text: "not toml [", "TOML"),
    ],
)
def test_a_plan_that_cannot_be_used_says_why(tmp_path: Path, change: object, named: str) -> None:
    file = tmp_path / "notices.toml"
    file.write_text(change(DEFAULT.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    with pytest.raises(PlanInvalid) as wrong:
        load_plan(file)
    assert "notices.toml" in str(wrong.value)
    assert named in str(wrong.value) or named == "TOML"
    assert "token-secret" not in str(wrong.value)


@pytest.mark.parametrize(
    "address",
    [
        "wecombot://00000000-0000-0000-0000-000000000000",
        "dingtalk://" + "0" * 64,
        "feishu://0000-token",
        "jsons://sms-gateway.example:8443/send",
        "mailto://hall:secret@example.org",
    ],
)
def test_the_channels_of_a_hall_are_understood(tmp_path: Path, address: str) -> None:
    file = tmp_path / "notices.toml"
    channel = f'[[channel]]\nname = "a"\nurl = "{address}"\naccount = "convenor"\n'
    file.write_text(DEFAULT.read_text("utf-8") + channel, "utf-8")
    assert load_plan(file).channel_named("a") is not None


def test_a_missing_plan_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanInvalid, match=r"nowhere\.toml"):
        load_plan(tmp_path / "nowhere.toml")
