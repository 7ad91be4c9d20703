"""`hall server` and `hall worker`."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import click

from server.cli.opening import data_option, database_option, json_option, load_demo, open_up, say, settings_of

#: as long as the stream itself waits for a page (`server.notify.stream`)
STUCK_MS = 30_000


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 · Address to listen on.")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="端口 · Port; 0: any free one."
)
@data_option
@database_option
@click.option("--demo", is_flag=True, help="装入演示区县和账户（仅供演示）· Load the demo county and accounts.")
@click.option("--no-migrate", is_flag=True, help="启动时不更新数据库结构 · Do not migrate at the start.")
@click.option(
    "--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="网页进程数 · Web processes."
)
def server(
    host: str, port: int, data: Path | None, database: str | None, demo: bool, no_migrate: bool, processes: int
) -> None:
    """启动中心服务；就绪后输出一行 JSON · Start the centre; prints one JSON line with its address when ready."""
    import socket

    from server.cli.processes import serve, serve_all
    from server.contract.logs import configure

    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # inherited by every connection: a page that takes nothing must not be kept for the quarter of an hour TCP would wait
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK_MS)
    try:
        listening.bind((host, port))
    except OSError as error:
        raise click.ClickException(f"{host}:{port} 不能监听 · cannot listen: {error.strerror}") from error
    url = f"http://{host}:{listening.getsockname()[1]}"
    settings = settings_of(data, database)
    if "public_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"public_url": url})
    configure("server", settings.log_level)
    centre = open_up(settings, migrate=not no_migrate)
    ready: dict[str, object] = {"url": url}
    if demo:
        ready["demo"] = load_demo(centre)
    centre.engine.dispose()

    if processes == 1:
        serve(settings, listening, lambda: say(ready))
    else:
        serve_all(settings, listening, processes, lambda: say(ready))


@click.command()
@data_option
@database_option
@click.option("--once", is_flag=True, help="只处理一次已到期的时限 · Handle what is due now and end.")
@json_option
def worker(data: Path | None, database: str | None, once: bool, as_json: bool) -> None:
    """后台任务：到期的时限交给案件 · Background work: hand clocks that ran out to their cases."""
    from server import worker as work
    from server.contract.logs import configure

    settings = settings_of(data, database)
    centre = open_up(settings)
    if once:
        done = work.sweep_round(centre)
        if as_json:
            say(done.figures())
        else:
            click.echo(f"到期 {done.expired} 项，提醒 {done.warned} 项 · {done.expired} ran out, {done.warned} warned")
        return
    configure("worker", settings.log_level)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    say({"worker": os.getpid()})
    work.run(centre, stop)
