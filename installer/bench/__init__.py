"""`hall bench`: figures, printed and never asserted in tests."""

from __future__ import annotations

import click

from installer.command import Lazy


class Benches(Lazy):
    """What can be measured."""

    places = {
        "screens": (
            "installer.bench.screens:screens",
            "每个画面的图片与总览 · Every screen as a picture, with a contact sheet",
        ),
        "pages": (
            "installer.bench.pages:pages",
            "每个网页的图片与总览 · Every web page as a picture, with a contact sheet",
        ),
        "devices": ("installer.bench.devices:devices", "放卡到身份信息的时间和待机占用 · Card to identity; idle cost"),
        "start": ("installer.bench.start:start", "帮助和终端首屏的启动时间 · Time to help and to the first screen"),
        "kiosk": (
            "installer.bench.kiosk:kiosk",
            "终端：启动、重启、应答、停顿、内存 · The terminal: start, restart, answers, stalls, memory",
        ),
        "slips": ("installer.bench.slips:slips", "凭条生成时间和线路利用率 · Time to draw a slip, and to send it"),
        "reading": ("kiosk.bench.reading:reading", "识别速度、错字率和要素准确率 · Pages and fields: speed and errors"),
        "routing": ("server.routing.bench:routing", "事项分类的准确程度 · How well matters are recognised"),
        "sweep": ("installer.bench.sweep:sweep", "时限扫描：无到期与大量到期 · The sweep of clocks, idle and busy"),
        "lifecycle": (
            "installer.bench.lifecycle:lifecycle",
            "登记、签收、查询的速度 · Registering, acknowledging, asking: how many a second",
        ),
        "push": (
            "installer.bench.push:push",
            "登记到三方页面收到通知的时间 · From a registration to the three phones' pages",
        ),
        "crypto": (
            "installer.bench.crypto:crypto",
            "加密的代价和密钥轮换的速度 · What encryption costs; how fast keys rotate",
        ),
        "faults": (
            "installer.bench.faults:faults",
            "登记时进程被杀：一件不少、一件不多 · Processes killed while registering",
        ),
        "search": (
            "installer.bench.search:search",
            "按编号、姓名、电话、词语检索的用时 · Search by number, name, phone, words",
        ),
        "visit": ("installer.bench.start:visit", "放卡到出回执的机器用时 · Machine time of one visit"),
    }


@click.command(cls=Benches, context_settings={"help_option_names": ["-h", "--help"]})
def bench() -> None:
    """测量速度；只报告，不判定 · Measure speed; figures only, no verdict."""
