"""A page that shows at a glance whether a printer is set up rightly: widths, sizes, hanzi, rare hanzi, QR, cut."""

from __future__ import annotations

from printers.layout.blocks import Align, Block, Cut, Feed, Pair, Qr, Rule, Text

#: letters of names that ROM fonts lack: two of four GB18030 bytes, one of two; they must print as drawn here
RARE = "㙍 𬭊 䶮"


def test_page(profile_title: str, columns: int) -> tuple[Block, ...]:
    """Return the page for a printer of `columns`; the ruler fills the paper exactly."""
    ruler = "".join(str(column % 10) for column in range(1, columns + 1))
    return (
        Text("打印测试页", size=2, bold=True, align=Align.CENTRE),
        Text("Test page", align=Align.CENTRE),
        Rule(),
        Pair("型号 Profile", profile_title),
        Pair("宽度 Width", f"{columns} 列"),
        Feed(),
        Text("下面一行应正好占满纸宽 Fills the paper:"),
        Text(ruler),
        Text("国" * (columns // 2)),
        Feed(),
        Text("正常 Normal"),
        Text("加粗 Bold", bold=True),
        Text("加倍 Double", size=2),
        Pair("标点", "，。：；“”《》·…—￥"),
        Pair("生僻字", RARE),
        Qr("https://example.cn/test-page"),
        Text("手机应能扫出网址 A phone reads it", align=Align.CENTRE),
        Cut(),
    )
