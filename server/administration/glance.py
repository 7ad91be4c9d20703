"""How the centre is, at a glance: what works, what does not, and where it is mended."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from server.accounts import kiosks, remote
from server.clocks import changing
from server.clocks import service as clocks
from server.contract.v1 import VERSION
from server.core import schema
from server.core.time import local
from server.core.work import Work
from server.monitoring import service as monitoring
from server.monitoring.api import LAG_SECONDS, WORKER_SECONDS
from server.units import service as units

#: of the disk that is left, shares below which it is told
_LITTLE, _HARDLY = 0.15, 0.05
#: the look at the invariants comes every hour
_LOOK_HOURS = 3


class HealthLevel(StrEnum):
    GOOD = "good"
    #: works, and somebody should look
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the centre; `href` is the page where it is looked after, "" for none."""

    key: str
    name: str
    name_en: str
    level: HealthLevel
    said: str
    said_en: str
    href: str = ""


def parts(work: Work) -> tuple[Part, ...]:
    """Return every part, in the order in which an administrator looks."""
    return (
        _database(work),
        *_workers(work),
        _outbox(work),
        _failed(work),
        _terminals(work),
        _invariants(work),
        _organisation(work),
        _calendar(work),
        _disk(work),
        _versions(work),
    )


def worst(found: tuple[Part, ...]) -> HealthLevel:
    return max((part.level for part in found), key=list(HealthLevel).index)


def _database(work: Work) -> Part:
    current = schema.is_current(work.centre.engine)
    said = f"{work.centre.engine.dialect.name} · {'结构为最新' if current else '结构不是最新'}"
    said_en = "schema up to date" if current else "run: hall server (without --no-migrate)"
    return Part("database", "数据库", "Database", HealthLevel.GOOD if current else HealthLevel.BAD, said, said_en)


def _workers(work: Work) -> Iterator[Part]:
    beats = monitoring.beats(work.session)
    names = {monitoring.Job.SWEEP: ("时限后台", "Clock worker"), monitoring.Job.NOTICES: ("通知后台", "Notice worker")}
    for job, (name, name_en) in names.items():
        beat = beats.get(job)
        ago = int((work.now - beat.at).total_seconds()) if beat else None
        alive = ago is not None and ago <= WORKER_SECONDS
        long, long_en = _long(ago or 0)
        said = f"{long}前运行" if ago is not None else "从未运行"
        said_en = f"ran {long_en} ago" if ago is not None else "never ran"
        if not alive:
            said, said_en = f"{said}，请启动 hall worker", f"{said_en}; start: hall worker"
        yield Part(f"worker_{job}", name, name_en, HealthLevel.GOOD if alive else HealthLevel.BAD, said, said_en)


def _long(seconds: float) -> tuple[str, str]:
    """Return a span as people say it: 90 秒, 12 分钟, 5 小时, 20 天."""
    for size, word, word_en in ((86_400, "天", "days"), (3600, "小时", "hours"), (60, "分钟", "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {word}", f"{seconds // size:.0f} {word_en}"
    return f"{seconds:.0f} 秒", f"{seconds:.0f} s"


def _outbox(work: Work) -> Part:
    outbox = monitoring.outbox(work.session, work.now)
    late = outbox.lag_seconds > LAG_SECONDS
    long, long_en = _long(outbox.lag_seconds)
    said = f"等待 {outbox.waiting} 条，最久 {long}"
    said_en = f"{outbox.waiting} waiting, {long_en} at most"
    return Part(
        "outbox",
        "通知发送",
        "Sending",
        HealthLevel.WARNING if late else HealthLevel.GOOD,
        said,
        said_en,
        "/admin/failures",
    )


def _failed(work: Work) -> Part:
    failed = monitoring.outbox(work.session, work.now).failed
    said, said_en = (f"{failed} 条未能送达", f"{failed} given up") if failed else ("没有失败", "none")
    level = HealthLevel.WARNING if failed else HealthLevel.GOOD
    return Part("failed", "失败通知", "Failed notices", level, said, said_en, "/admin/failures")


def _terminals(work: Work) -> Part:
    used = [one for one in kiosks.every(work.session) if one.revoked_at is None]
    said = remote.reports(work.session)
    silent = [one for one in used if one.id not in said or said[one.id].silent(work.now)]
    heard = [said[one.id] for one in used if one not in silent]
    faulty = [one for one in heard if one.faulty or one.paper == "out"]
    low = [one for one in heard if one.paper == "low"]
    level = HealthLevel.BAD if faulty else HealthLevel.WARNING if silent or low else HealthLevel.GOOD
    words = [f"{len(used)} 台在用"]
    words_en = [f"{len(used)} in use"]
    for found, word, word_en in (
        (silent, "台无消息", "silent"),
        (faulty, "台故障", "faulty"),
        (low, "台缺纸", "low on paper"),
    ):
        if found:
            words.append(f"{len(found)} {word}")
            words_en.append(f"{len(found)} {word_en}")
    return Part("terminals", "自助终端", "Terminals", level, "，".join(words), ", ".join(words_en), "/admin/kiosks")


def _invariants(work: Work) -> Part:
    last = monitoring.last_look(work.session)
    name = ("数据核验", "Invariants")
    if last is None:
        return Part("invariants", *name, HealthLevel.WARNING, "尚未核验，后台每小时一次", "not looked at yet; hourly")
    at = f"{local(last.at):%m-%d %H:%M}"
    if last.found:
        said = f"{at} 发现 {last.found} 处：{last.names}"
        return Part("invariants", *name, HealthLevel.BAD, said, f"{last.found} found; run: hall admin verify")
    old = (work.now - last.at).total_seconds() > _LOOK_HOURS * 3600
    return Part("invariants", *name, HealthLevel.WARNING if old else HealthLevel.GOOD, f"{at} 全部成立", "all hold")


def _organisation(work: Work) -> Part:
    trouble = units.check(work.session)
    first = trouble[0].partition(" · ") if trouble else ("单位、区划、值班员齐全", "", "units, regions, desks complete")
    said = f"{len(trouble)} 处：{first[0]}" if trouble else first[0]
    level = HealthLevel.WARNING if trouble else HealthLevel.GOOD
    return Part("organisation", "组织机构", "Organisation", level, said, first[2], "/admin/units")


def _calendar(work: Work) -> Part:
    missing = changing.missing_years(clocks.book_of(work.session), local(work.now).date())
    years = "、".join(str(year) for year in missing)
    said = f"缺少 {years} 年放假安排，时限暂按未顺延推算" if missing else "放假安排齐全"
    said_en = f"no days for {years}: limits are provisional" if missing else "complete"
    level = HealthLevel.WARNING if missing else HealthLevel.GOOD
    return Part("calendar", "工作日历", "Calendar", level, said, said_en, "/admin/calendar")


def _disk(work: Work) -> Part:
    usage = shutil.disk_usage(work.centre.settings.data)
    left = usage.free / usage.total
    level = HealthLevel.BAD if left < _HARDLY else HealthLevel.WARNING if left < _LITTLE else HealthLevel.GOOD
    said = f"剩余 {usage.free / 1e9:.0f} GB（{left:.0%}）"
    return Part("disk", "磁盘", "Disk", level, said, f"{usage.free / 1e9:.0f} GB left")


def _versions(work: Work) -> Part:
    said = remote.reports(work.session)
    used = {one.id for one in kiosks.every(work.session) if one.revoked_at is None}
    versions = sorted({one.version for key, one in said.items() if key in used})
    different = len(versions) > 1
    text = f"中心接口 {VERSION}；终端 {'、'.join(versions) or '未报告'}"
    level = HealthLevel.WARNING if different else HealthLevel.GOOD
    said_en = "terminals run different versions" if different else f"interface {VERSION}"
    return Part("versions", "版本", "Versions", level, text, said_en, "/admin/kiosks")
