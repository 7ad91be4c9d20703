"""`hall admin notices …`: the push key, what failed, who stands in for whom, trying a channel."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from server.cli.opening import at_work, data_option, database_option, json_option, say, settings_of


@click.group()
def notices() -> None:
    """通知：推送密钥、失败列表、渠道、副职 · Notices: push key, failures, channels, deputies."""


@notices.command("key")
@data_option
@database_option
def key(data: Path | None, database: str | None) -> None:
    """生成 Web Push 密钥（只生成一次）· Make the key of Web Push, once."""
    from server.notify import vapid

    path = settings_of(data, database).push_key_path
    try:
        made = vapid.make(path)
    except FileExistsError as error:
        raise click.ClickException(
            f"{path} 已存在；更换密钥会使所有手机收不到推送 · exists already; a new key would silence every phone"
        ) from error
    except OSError as error:
        raise click.ClickException(f"{path} 不能写入 · cannot be written: {error.strerror}") from error
    say({"key_file": str(path), "public_key": made.public})


@notices.command("failed")
@data_option
@database_option
@json_option
def failed(data: Path | None, database: str | None, as_json: bool) -> None:
    """列出发送失败的通知及原因 · List what could not be sent, and why."""
    from server.notify import failures

    with at_work(data, database) as work:
        found = failures.failed(work.session)
    if as_json:
        say({"failed": [asdict(one) | _moments(one.created_at, one.failed_at) for one in found]})
        return
    for one in found:
        click.echo(
            f"{one.id}  {one.created_at:%Y-%m-%d %H:%M}Z  {one.account}  {one.channel} {one.target}  {one.reason}"
        )
    if not found:
        click.echo("没有失败的通知 · nothing failed")


@notices.command("waiting")
@data_option
@database_option
@json_option
def waiting(data: Path | None, database: str | None, as_json: bool) -> None:
    """列出等得过久的通知，以及后台任务的最近活动 · List what waits too long, and when the worker was heard of."""
    from server.core.time import local
    from server.monitoring import service as monitoring
    from server.notify import lateness

    with at_work(data, database) as work:
        found = lateness.each(work)
        beats = {job: beat.at for job, beat in monitoring.beats(work.session).items()}
    if as_json:
        say(
            {
                "waiting": [asdict(one) | {"since": one.since.isoformat()} for one in found],
                "worker": {job: at.isoformat() for job, at in beats.items()},
            }
        )
        return
    for one in found:
        click.echo(f"{one.notice}  {local(one.since):%Y-%m-%d %H:%M}  {one.account}  {one.kind}  {one.waits}")
    if not found:
        click.echo("没有等得过久的通知 · nothing waits too long")
    for job, at in beats.items():
        click.echo(f"后台任务 · worker {job}: {local(at):%Y-%m-%d %H:%M:%S}")
    if not beats:
        click.echo("后台任务没有运行过，请启动：hall worker · the worker has never run; start: hall worker")


def _moments(created: object, ended: object) -> dict[str, object]:
    return {"created_at": str(created), "failed_at": str(ended) if ended else None}


@notices.command("retry")
@click.argument("number", type=click.IntRange(1), required=False)
@click.option("--all", "every", is_flag=True, help="全部重发 · All of them.")
@data_option
@database_option
def retry(number: int | None, every: bool, data: Path | None, database: str | None) -> None:
    """重发失败的一条或全部 · Try one again, or all."""
    from server.notify import failures

    if (number is None) != every:
        raise click.UsageError("给出一个编号，或 --all · give a number, or --all")
    with at_work(data, database) as work:
        done = failures.retry(work, number)
    click.echo(f"已重新排队 {done} 条 · {done} queued again")


@notices.command("try")
@click.argument("channel")
@data_option
@database_option
def try_channel(channel: str, data: Path | None, database: str | None) -> None:
    """向通知方案中的一个渠道发一条试验消息 · Send a word to one channel of the plan."""
    from server.notify import apprising
    from server.notify.outcome import Refused, TryAgain
    from server.notify.payload import Payload
    from server.notify.plan import PlanInvalid, load_plan

    settings = settings_of(data, database)
    try:
        found = load_plan(settings.notices).channel_named(channel)
    except PlanInvalid as error:
        raise click.ClickException(str(error)) from error
    if found is None:
        raise click.ClickException(f"通知方案中没有渠道 {channel} · no such channel in the plan of notices")
    words = Payload("信访大厅：试验消息 · A trial message", "收到即表示渠道可用。", settings.public_url, False, "trial")
    match apprising.send(found.url.get_secret_value(), words):
        case Refused(reason) | TryAgain(reason):
            raise click.ClickException(reason)
        case _:
            click.echo(f"{channel}：已送出 · sent")


@notices.command("texts")
@click.option("--retry", "again", is_flag=True, help="全部重发 · Try all of them again.")
@data_option
@database_option
@json_option
def texts_failed(again: bool, data: Path | None, database: str | None, as_json: bool) -> None:
    """列出没有发出的信访人短信及原因 · List texts to petitioners that were given up, and why."""
    from server.notify import texts

    with at_work(data, database) as work:
        found = texts.failed(work)
        said = [
            {"text": one.id, "case": one.case_id, "kind": one.kind, "attempts": one.attempts, "reason": one.reason}
            | _moments(one.created_at, one.ended_at)
            for one in found
        ]
        queued = texts.retry(work) if again else 0
    if as_json:
        say({"failed": said, "queued": queued})
        return
    for row in said:
        click.echo(f"{row['created_at']}  {row['case']}  {row['kind']}  {row['reason']}")
    if again:
        click.echo(f"已重新排队 {queued} 条 · {queued} queued again")
    elif not said:
        click.echo("没有失败的短信 · nothing failed")


@notices.group("deputy")
def deputy() -> None:
    """副职：本人未读通知时由谁代为处理 · Deputies: who is told when somebody leaves a notice unread."""


@deputy.command("set")
@click.argument("account")
@click.argument("substitute")
@click.option("--rank", default=0, show_default=True, type=click.IntRange(0, 8), help="次序 · Place in the order.")
@data_option
@database_option
def set_deputy(account: str, substitute: str, rank: int, data: Path | None, database: str | None) -> None:
    """指定副职 · Name a deputy."""
    from server.notify import deputies

    with at_work(data, database) as work:
        others = [one for one in deputies.of(work.session, account) if one != substitute]
        deputies.name(work, account, [*others[:rank], substitute, *others[rank:]])
    click.echo(f"{account} → {substitute}")


@deputy.command("remove")
@click.argument("account")
@click.argument("substitute")
@data_option
@database_option
def remove_deputy(account: str, substitute: str, data: Path | None, database: str | None) -> None:
    """取消副职 · Remove a deputy."""
    from server.notify import deputies

    with at_work(data, database) as work:
        deputies.name(work, account, [one for one in deputies.of(work.session, account) if one != substitute])
    click.echo(f"{account} ✕ {substitute}")
