"""What a browser says of itself, in words of people: who looks through their sessions looks for a machine, not a header."""

from __future__ import annotations

#: what stands in the header, the first that fits; browsers that imitate others stand before them
_PROGRAMS = (
    ("MicroMessenger", "微信 WeChat"),
    ("DingTalk", "钉钉 DingTalk"),
    ("QQBrowser", "QQ浏览器"),
    ("360SE", "360浏览器"),
    ("360EE", "360浏览器"),
    ("UCBrowser", "UC浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓手机"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def named(agent: str) -> str:
    """Return Chrome · Windows for a header User-Agent; 其他程序 for what no rule knows, and for none."""
    program, system = (next((words for mark, words in known if mark in agent), "") for known in (_PROGRAMS, _SYSTEMS))
    return " · ".join(one for one in (program, system) if one) or "其他程序 Other program"
