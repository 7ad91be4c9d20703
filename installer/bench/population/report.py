"""The figures of a population: what people took, what they waited for, what was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import click

from installer.bench.population.visiting import Visited

#: the issue's words: three minutes, ten seconds of waiting
TOTAL_TARGET_S, MACHINE_TARGET_S = 180.0, 10.0


#: how the times come about, said with them
COUNTING = (
    "人的时间按步骤相加（不真等），机器的等待实测；全程到评价为止，之后人已走开；模型在第一位来之前的空闲时装好 · "
    "what people do is added up and not waited for (docs/kiosk-qualities.md), what the machine does is measured; a visit "
    "ends with the rating, when the visitor walks away; models load while the terminal is idle, before the first visitor"
)


def figures(
    visits: Sequence[Visited],
    lost: Sequence[str],
    seconds: float,
    *,
    untrue: str = "",
    first_screen_s: Sequence[float] = (),
    warm_s: Sequence[float] = (),
) -> dict[str, Any]:
    """Everything `--json` prints. Times in seconds; visits that broke off count as errors, not in the times.

    `untrue`: what the replay of the centre's histories found, "" for nothing.
    `first_screen_s`, `warm_s`: of each start of the terminal, until it can be touched, and until a page is read without
    waiting for the models.
    """
    whole = [v for v in visits if not v.error and not v.left]
    longest = max(visits, key=lambda v: v.longest_stall_s, default=None)
    own = max(visits, key=lambda v: v.own_stall_s, default=None)
    steps = sorted({step for v in whole for step in v.watch.machine})
    return {
        "population": len(visits),
        "characters": dict(Counter(v.planned.character.value for v in visits)),
        "total_s": _spread([v.watch.total_s for v in whole]),
        "total_by_character_s": {
            character: _spread([v.watch.total_s for v in whole if v.planned.character.value == character])
            for character in sorted({v.planned.character.value for v in whole})
        },
        "registered_s": _spread([v.watch.registered_s for v in whole]),
        "human_by_step_s": {
            step: _spread([v.watch.human_by_step.get(step, 0.0) for v in whole])
            for step in sorted({step for v in whole for step in v.watch.human_by_step})
        },
        "machine_s": _spread([v.watch.machine_felt_s for v in whole]),
        "machine_unpaused_s": _spread([v.watch.machine_s for v in whole]),
        "machine_by_step_s": {
            **{step: _spread([v.watch.machine.get(step, 0.0) for v in whole]) for step in steps},
            "reading": _spread([v.watch.read_felt_s for v in whole]),
            "reading_unpaused": _spread([v.watch.read_s for v in whole]),
        },
        "lines_to_look_over": _spread([v.lines for v in whole]),
        "turns_of_screens": _spread([v.turned for v in whole]),
        "lines_to_decide": _spread([v.decided for v in whole]),
        "asked_if_still_there": sum(v.watch.asked for v in visits),
        "memory_mb": {
            "terminal": [visits[0].memory_mb[0], visits[-1].memory_mb[0]] if visits else [],
            "with_reading": [visits[0].memory_mb[1], visits[-1].memory_mb[1]] if visits else [],
        },
        "abandoned": sum(v.left for v in visits),
        "errors": [f"{v.planned.number} {v.planned.character.value}: {v.error}" for v in visits if v.error],
        "acknowledged": sum(len(v.acknowledged) for v in visits),
        "lost": len(lost),
        "lost_numbers": sorted(lost),
        "untrue": untrue,
        "traces": sorted({trace for v in visits for trace in v.traces}),
        "longest_stall_s": longest.longest_stall_s if longest else 0.0,
        "longest_stall_step": longest.stall_step if longest else "",
        "longest_own_stall_s": own.own_stall_s if own else 0.0,
        "longest_own_stall_step": own.own_stall_step if own else "",
        "first_screen_s": _spread(first_screen_s),
        "models_loaded_s": _spread(warm_s),
        "counting": COUNTING,
        "seconds": round(seconds, 1),
    }


def held(found: dict[str, Any]) -> bool:
    """Nothing lost, nothing left behind, nobody stuck; times are told and not judged."""
    return not (found["lost"] or found["traces"] or found["errors"] or found["untrue"])


def told(found: dict[str, Any]) -> str:
    """The figures for a person."""
    lines = [
        f"{found['population']} 位群众 · visitors, {found['seconds']:.0f} s",
        _line("全程 · total", found["total_s"], f"目标 · target p95 ≤ {TOTAL_TARGET_S:.0f} s"),
        *(_line(f"  {character}", spread, "") for character, spread in found["total_by_character_s"].items()),
        _line("其中到拿到凭条 · of it until the slip", found["registered_s"], ""),
        _line("等机器 · machine waiting", found["machine_s"], f"目标 · target p95 ≤ {MACHINE_TARGET_S:.0f} s"),
        _line("（从不停顿的手 · hands that never pause）", found["machine_unpaused_s"], ""),
        *(_line(f"  {step}", spread, "") for step, spread in found["machine_by_step_s"].items()),
        *(_line(f"  人 person: {step}", spread, "") for step, spread in found["human_by_step_s"].items()),
        _line("终端启动到首屏 · terminal, first screen", found["first_screen_s"], ""),
        _line("终端启动到模型装好 · terminal, models loaded", found["models_loaded_s"], ""),
        found["counting"],
        f"中途离开 · abandoned {found['abandoned']}，出错 · errors {len(found['errors'])}，"
        f"丢失 · lost {found['lost']} / {found['acknowledged']}，"
        f"终端上的个人信息 · personal traces {len(found['traces'])}",
        f"问过是否还在 · asked whether still there {found['asked_if_still_there']}",
        f"最长停顿 · longest stall {found['longest_stall_s'] * 1000:.0f} ms（{found['longest_stall_step']}），"
        f"扣除被别的程序占用 · without what other programs took {found['longest_own_stall_s'] * 1000:.0f} ms"
        f"（{found['longest_own_stall_step']}）",
        f"内存 · memory {found['memory_mb']['terminal']} MB，含识别 · with reading {found['memory_mb']['with_reading']} MB",
        *(
            click.style(error, fg="red")
            for error in (*found["errors"], *found["traces"], *found["lost_numbers"], found["untrue"])
            if error
        ),
    ]
    return "\n".join(lines)


def _spread(values: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile (nearest rank) and maximum."""
    if not values:
        return {"p50": 0.0, "p95": 0.0, "max": 0.0}
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, -(-len(ordered) * 95 // 100) - 1)]
    return {"p50": round(ordered[(len(ordered) - 1) // 2], 2), "p95": round(p95, 2), "max": round(ordered[-1], 2)}


def _line(name: str, spread: dict[str, float], remark: str) -> str:
    return f"{name:<42} p50 {spread['p50']:7.2f}  p95 {spread['p95']:7.2f}  max {spread['max']:7.2f} s  {remark}"
