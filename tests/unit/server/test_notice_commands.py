"""`hall admin notices …` as an administrator types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from server import cli
from server.notify import vapid
from server.notify.plan import DEFAULT
from server.notify.tables import Delivery, DeliveryState, Deputy, Notice
from tests.contract.channels import service
from tests.contract.hall import open_hall


def notices(data: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.admin, ["notices", *words, "--data", str(data)])


def test_the_push_key_is_made_once_beside_the_database_and_for_the_centre_alone(tmp_path: Path) -> None:
    done = notices(tmp_path, "key")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout.splitlines()[-1])
    file = Path(said["key_file"])
    assert file.stat().st_mode & 0o777 == 0o600
    assert vapid.load(file).public == said["public_key"]
    again = notices(tmp_path, "key")
    assert again.exit_code == 1
    assert "手机" in again.stderr
    assert vapid.load(file).public == said["public_key"]


def test_a_damaged_key_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "vapid.pem"
    for content in ("", "not a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"):
        file.write_text(content)
        with pytest.raises(vapid.PushKeyTrouble):
            vapid.load(file)


def test_failures_are_listed_with_their_reason_and_tried_again(tmp_path: Path) -> None:
    with open_hall(tmp_path) as hall, hall.session() as session:
        at = hall.clock()
        row = Notice(account="renshe.duty", case_id="", kind="assigned", title="t", body="b", created_at=at)
        session.add(row)
        session.flush()
        assert row.id is not None
        failed = Delivery(
            notice_id=row.id,
            channel="apprise",
            target="sms",
            state=DeliveryState.FAILED,
            attempts=8,
            first_at=at,
            due_at=at,
            reason="渠道没有接收（500）· the channel did not take it",
        )
        session.add(failed)
        session.flush()
        number = str(failed.id)
    listed = notices(tmp_path, "failed")
    assert "渠道没有接收（500）" in listed.stdout
    assert json.loads(notices(tmp_path, "failed", "--json").stdout.splitlines()[-1])["failed"][0]["target"] == "sms"
    assert notices(tmp_path, "retry").exit_code == 2
    assert notices(tmp_path, "retry", number).exit_code == 0
    assert notices(tmp_path, "retry", number).exit_code == 1
    assert notices(tmp_path, "retry", "--all").exit_code == 0
    assert "没有失败" in notices(tmp_path, "failed").stdout


def test_what_waits_too_long_is_listed_with_the_worker_that_should_have_sent_it(tmp_path: Path) -> None:
    # the hall of the test lives months ago, and no worker has looked since
    with open_hall(tmp_path) as hall, hall.session() as session:
        at = hall.clock()
        row = Notice(account="renshe.duty", case_id="", kind="assigned", title="t", body="b", created_at=at)
        session.add(row)
        session.flush()
        assert row.id is not None
        session.add(Delivery(notice_id=row.id, channel="apprise", target="sms", first_at=at, due_at=at))
    listed = notices(tmp_path, "waiting")
    assert listed.stdout.count("renshe.duty") == 3
    assert "the worker has never run" in listed.stdout
    said = json.loads(notices(tmp_path, "waiting", "--json").stdout.splitlines()[-1])
    assert len({one["waits"] for one in said["waiting"]}) == 3


def test_a_deputy_is_named_and_dismissed(tmp_path: Path) -> None:
    with open_hall(tmp_path) as hall:
        assert notices(tmp_path, "deputy", "set", "renshe.duty", "shuili.duty").exit_code == 0
        with hall.session() as session:
            assert [row.deputy for row in session.exec(select(Deputy)).all()] == ["shuili.duty"]
        assert notices(tmp_path, "deputy", "set", "renshe.duty", "nobody").exit_code == 1
        assert notices(tmp_path, "deputy", "remove", "renshe.duty", "shuili.duty").exit_code == 0


def test_a_channel_of_the_plan_is_tried_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tmp_path / "plan.toml"
    monkeypatch.setenv("HALL_SERVER_NOTICES", str(plan))
    with service() as remote:
        channel = f'[[channel]]\nname = "sms"\nurl = "json://{remote.url.removeprefix("http://")}/x"\naccount = "a"\n'
        plan.write_text(DEFAULT.read_text("utf-8") + channel, "utf-8")
        assert notices(tmp_path, "try", "sms").exit_code == 0
        assert len(remote.posts) == 1
        remote.answers.append((500, {}))
        refused = notices(tmp_path, "try", "sms")
        assert refused.exit_code == 1
        assert "500" in refused.stderr
        assert notices(tmp_path, "try", "other").exit_code == 1
    plan.write_text("nonsense", "utf-8")
    assert "plan.toml" in notices(tmp_path, "try", "sms").stderr
