"""The duty officer at the web page, without JavaScript: signs in, opens the matter, acknowledges by the plain form."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import httpx2

REQUEST_SECONDS = 15.0


class _Forms(HTMLParser):
    """Collects every form of a page: its action and its named inputs."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif tag in {"input", "button"} and self.forms and given.get("name"):
            self.forms[-1][1][given["name"]] = given.get("value", "")


class Desk:
    """One signed-in browser."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._client = httpx2.Client(base_url=url, timeout=REQUEST_SECONDS, follow_redirects=True)
        self.submit("/login", "/login", username=username, password=password)

    def close(self) -> None:
        self._client.close()

    def page(self, path: str) -> str:
        answer = self._client.get(path)
        answer.raise_for_status()
        return answer.text

    def submit(self, page: str, action: str, **values: str) -> str:
        """Fill the form of `page` whose action ends with `action` and send it, hidden fields included."""
        parser = _Forms()
        parser.feed(self.page(page))
        for target, inputs in parser.forms:
            if target.split("?")[0].endswith(action):
                answer = self._client.post(target or page, data=inputs | values)
                answer.raise_for_status()
                return answer.text
        raise LookupError(f"{page}: 没有表单 {action} · no form {action}; {[t for t, _ in parser.forms]}")


def text_of(html: str) -> str:
    """Return the words of a page, for looking at what it says."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
