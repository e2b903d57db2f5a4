"""A reader on the other end of the loopback: one connection kept open, cookies, forms, and a clock."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from statistics import median
from urllib.parse import urlencode

# gunicorn hangs up after two idle seconds; connecting anew is not what is measured.
_IDLE = 1.0
BLOCKS = 5


@dataclass(frozen=True, slots=True)
class Visit:
    """One answer and how long it took, from sending to the last byte."""

    status: int
    seconds: float
    headers: Mapping[str, str]
    body: bytes

    @property
    def weight(self) -> int:
        """Bytes of the whole answer, its headers included."""
        return len(self.body) + sum(len(name) + len(value) + 4 for name, value in self.headers.items())


@dataclass
class Reader:
    """A browser without a cache: it keeps cookies and asks for pages one after the other."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _last: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=300)

    def get(self, path: str, **headers: str) -> Visit:
        """A page, compressed unless told otherwise: `Accept_Encoding="identity"`."""
        return self._ask("GET", path, None, named(headers))

    def post(self, path: str, fields: Mapping[str, str]) -> Visit:
        """Send a form."""
        form = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "gzip"}
        return self._ask("POST", path, urlencode(fields).encode(), form)

    def form(self, path: str, action: str = "") -> dict[str, str]:
        """The fields of the form on a page that is sent to `action` (without one: of the last form that is posted)."""
        page = self.get(path, Accept_Encoding="identity")
        assert page.status == 200, f"{path}: {page.status}"
        return fields_of(page.body.decode(), action)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Visit:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if time.monotonic() - self._last > _IDLE:
            self._connection.close()
            self._connection.connect()
        started = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - started
        self._last = time.monotonic()
        self._keep_cookies(answer.headers.get_all("Set-Cookie") or [])
        return Visit(answer.status, seconds, dict(answer.headers.items()), content)

    def _keep_cookies(self, given: list[str]) -> None:
        for cookie in given:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}


def named(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers by their real names, with compression taken for granted."""
    return {"Accept-Encoding": "gzip"} | {name.replace("_", "-"): value for name, value in headers.items()}


def fields_of(html: str, action: str = "") -> dict[str, str]:
    """What a browser would send of the form on a page, untouched by its reader."""
    parser = _Forms()
    parser.feed(html)
    found = [fields for address, fields in parser.forms if action in address]
    assert found, f"no form is sent to {action or 'anywhere'}"
    return found[-1]


class _Forms(HTMLParser):
    """Gathers the fields of every form that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._area = ""
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif tag == "option" and self._choice:
            self._choose(given)
        elif self.forms and "name" in given:
            self._note(tag, given)

    def _choose(self, given: dict[str, str]) -> None:
        """The option that is selected, else the first."""
        fields = self.forms[-1][1]
        if "selected" in given or self._choice not in fields:
            fields[self._choice] = given.get("value", "")

    def _note(self, tag: str, given: dict[str, str]) -> None:
        _action, fields = self.forms[-1]
        self._choice = given["name"] if tag == "select" else ""
        if tag == "textarea":
            self._area = given["name"]
            fields[self._area] = ""
        elif tag == "input" and _is_sent(given):
            fields[given["name"]] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][1][self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def _is_sent(given: dict[str, str]) -> bool:
    kind = given.get("type", "text")
    return kind not in {"submit", "file", "button"} and (
        kind not in {"radio", "checkbox"} or "checked" in given
    )


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians in milliseconds: some work, and the floor measured around it."""

    work: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.work / self.floor


def timed(floor: Callable[[], Visit], work: Callable[[], Visit], times: int) -> Timing:
    """Do the work some times in blocks, the floor before, between and after them; medians of all."""
    worked: list[float] = []
    floors = _seconds(floor, 40)
    for _ in range(blocks := min(BLOCKS, times)):
        worked += _seconds(work, -(-times // blocks))
        floors += _seconds(floor, 40)
    return Timing(1000 * median(worked), 1000 * median(floors))


def _seconds(visit: Callable[[], Visit], times: int) -> list[float]:
    return [visit().seconds for _ in range(times)]
