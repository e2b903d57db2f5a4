"""A walk over every page, in both languages: each is opened once, and looked at in every way at that."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page, ViewportSize

from tests.browser import walking_sessions

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)
_AXE: str = Axe().axe_script
_QUICKLY = {"resultTypes": ["violations"], "preload": False}
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What another colour scheme, and what a phone, can make wrong that was right before.
_OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_OF_WIDTH = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable", "region"]}}

# Who opens which pages; the names in braces are those of the scene.
PAGES = {
    "": """
        about/ help/keyboard/ programmes/ programmes/{programme}/ texts/ consultations/ ledger/
        accounts/login/ accounts/signup/ accounts/password/reset/ accounts/password/reset/done/
        accounts/confirm-email/ accounts/inactive/ no/such/page/ letters/{off}/off/
        texts/legal-migration-mobility/rev-1/
        texts/legal-migration-mobility/compare/zero-draft/rev-1/
        texts/legal-migration-mobility/compare/zero-draft/rev-1/?view=side&show=all
        texts/sixty/zero-draft/ texts/showing/{older}/
        texts/showing/{version}/clauses/{clause}/ texts/showing/{older}/clauses/{clause}/
        texts/showing/{version}/clauses/{clause}/why/ clauses/{clause}/history/
        comments/{answered}/ revisions/{revision}/ consultations/{consultation}/
        texts/showing/{version}/brackets/ texts/showing/{version}/brackets/?view=bracketed
        texts/showing/{version}/brackets/?view=clean texts/showing/{version}/clauses/{bracketed}/
        texts/showing/{version}/parallel/ texts/sixty/zero-draft/parallel/ texts/showing/{version}/?language=fr
        clauses/{clause}/words/ texts/showing/{version}/record/
        texts/adopted/rev-1/ texts/adopted/rev-1/record/ invitations/{invitation}/
        consultations/{consultation}/statistics/ programmes/{programme}/statistics/
        programmes/marrakesh-2018/pillars/3/statistics/
        organisations/ organisations/{house}/ organisations/{house}/?show=signed
    """,
    "Nils": "comments/mine/ texts/showing/{version}/ register/ account/ invitations/{invitation}/",
    "Nadia": "register/ register/change/ register/withdraw/",
    "Olga": """
        texts/showing/{version}/ texts/showing/{version}/clauses/{waiting_clause}/comment/?exact=researchers
        comments/mine/ comments/drafts/{draft}/ comments/drafts/{draft}/discard/
        comments/{pending}/ comments/{pending}/withdraw/ comments/{returned}/decisions/{returning}/answer/
        accounts/email/ accounts/password/change/ accounts/2fa/ accounts/logout/ desk/
        texts/showing/{version}/consult/ consultations/{consultation}/set/
        account/export/ account/close/
        comments/{waiting}/reply/ comments/{answered}/react/ replies/{request}/clarify/
    """,
    "Omar": "sets/{set}/",
    "Cora": """
        organisations/{house}/inside/ organisations/{house}/inside/{coordinator}/step-down/
        organisations/{house}/inside/{coordinator}/end/ organisations/{house}/drafts/
        organisations/{house}/drafts/{shared}/ comments/{answered}/sign/ comments/{waiting}/unsign/
    """,
    "Malik": """
        comments/mine/ comments/drafts/{own}/share/ comments/drafts/{shared}/suggestions/ comments/drafts/{shared}/
    """,
    "Paul": """
        desk/ texts/showing/desk/ texts/showing/desk/?answered=open texts/showing/desk/{clause}/
        texts/showing/desk/{waiting_clause}/ texts/showing/desk/{waiting_clause}/?use={waiting}
        comments/{waiting}/dispose/ comments/{answered}/dispose/ comments/{pending}/moderate/
        moderation/ moderation/?state=visible moderation/?state=all texts/showing/moderation/
        moderation/several/?state=returned&ticked={pending}:pending texts/showing/import/
        texts/showing/imports/{staged}/ texts/showing/imports/{staged}/?choose=3 texts/sixty/desk/
        texts/showing/compare/{version}/rev-2/ revisions/{later}/ texts/showing/rev-2/
        texts/showing/positions/ texts/showing/desk/{bracketed}/ texts/showing/desk/{bracketed}/positions/
        texts/showing/positions/{position}/end/ texts/showing/positions/{position}/publish/
        texts/showing/desk/{bracketed}/brackets/?how=drop&number=1
        texts/showing/translations/ texts/showing/desk/{clause}/?language=fr clauses/{clause}/words/
        texts/showing/desk/{clause}/translate/?language=fr texts/showing/rev-2/parallel/
        texts/showing/amendments/ texts/showing/amendments/?state=open amendments/{amendment}/
        amendments/{colliding}/ texts/showing/desk/{waiting_clause}/amend/
        texts/showing/structure/ texts/showing/structure/insert/?after={clause}
        texts/showing/structure/numbering/?scheme=decimal texts/showing/structure/{clause}/move/
        texts/showing/structure/{clause}/depth/?step=deeper texts/showing/structure/{clause}/delete/
        texts/showing/structure/{clause}/split/ texts/showing/structure/{clause}/merge/
        revisions/{later}/undo/ texts/showing/review/ texts/silent/closing/ texts/silent/desk/
        texts/adopted/closing/ texts/adopted/desk/ texts/leaving/desk/ texts/leaving/desk/{gone}/
        consultations/{consultation}/statistics/ consultations/{consultation}/report/
        consultations/{consultation}/report/?view=whole consultations/{consultation}/report/pdf/
        comments/{waiting}/ask/ comments/{waiting}/merge/ replies/{request}/moderate/
    """,
    "Chloé": """
        texts/showing/publish/ texts/sixty/publish/ texts/reviewing/review/ texts/reviewing/review/?view=clean
        texts/sixty/review/ texts/showing/closing/ texts/agreed/closing/ texts/agreed/closing/adopt/
        texts/silent/closing/ texts/adopted/closing/
    """,
    "Sena": """
        participants/ participants/admit/ participants/organisations/ texts/showing/roles/
        participants/registrations/ participants/registrations/?state=asked
        participants/registrations/{registration}/ participants/invitations/
        programmes/{programme}/texts/ texts/importing/publish/ letters/
        consultations/{consultation}/edit/ consultations/{consultation}/extend/
        consultations/{consultation}/questions/
        consultations/{consultation}/report/release/
    """,
}
# The home page is called by no path at all.
HOME = [("", ""), ("Olga", ""), ("Paul", "")]

# Forms sent as they are, and what opens in a page.
STATES = [
    ("", "accounts/login/", "main [type=submit]"),
    ("", "accounts/signup/", "main [type=submit]"),
    ("", "texts/showing/{version}/", ".clause-count"),
    ("Olga", "texts/showing/{version}/clauses/{waiting_clause}/comment/", "main [value=submit]"),
    ("Olga", "texts/showing/{version}/clauses/{waiting_clause}/comment/", "main summary"),
    ("Cora", "organisations/{house}/inside/", "main form[action*=speaks] [type=submit]"),
    ("Cora", "organisations/{house}/inside/{coordinator}/end/", "main [type=submit]"),
    ("Paul", "comments/{pending}/moderate/", "main summary, main [value=returned]"),
    ("Paul", "moderation/several/?state=returned&ticked={pending}:pending", "main [type=submit]"),
    ("Olga", "comments/{returned}/decisions/{returning}/answer/", "main [type=submit]"),
    ("Paul", "texts/showing/desk/{waiting_clause}/", ".desk-words [type=submit]"),
    ("Paul", "comments/{waiting}/dispose/", "main [type=submit]"),
    ("Paul", "texts/showing/import/", "main [type=submit]"),
    ("Paul", "texts/showing/desk/{bracketed}/positions/", "main [type=submit]"),
    ("Paul", "texts/showing/desk/{bracketed}/brackets/?how=drop&number=1", "main [type=submit]"),
    ("Paul", "texts/showing/positions/", "main summary"),
    ("Paul", "amendments/{colliding}/", "#change [type=submit], #reject summary"),
    ("Paul", "texts/showing/desk/{waiting_clause}/amend/", "main [value=propose]"),
    ("Paul", "texts/showing/structure/", ".structure summary"),
    ("Paul", "texts/showing/structure/{clause}/merge/", "main [name=look]"),
    ("Paul", "texts/showing/structure/{clause}/split/", "form[method=post] [type=submit]"),
    ("Paul", "revisions/{later}/undo/", "main [type=submit]"),
    ("Paul", "texts/silent/closing/", "main summary, main details [type=submit]"),
    ("Paul", "texts/adopted/closing/", "main summary, main details [type=submit]"),
    ("Chloé", "texts/reviewing/review/", "main [value=send_back]"),
    ("Chloé", "texts/agreed/closing/", "main form [type=submit]"),
    ("Sena", "participants/admit/", "main [type=submit]"),
    ("", "invitations/{invitation}/", "main [type=submit]"),
    ("Nils", "register/", "main [type=submit]"),
    ("Nadia", "register/", "#answer [type=submit]"),
    ("Sena", "participants/invitations/", "main [type=submit]"),
    ("Sena", "participants/registrations/{registration}/", "main .button-danger"),
    ("", "letters/{off}/off/", "main button:not([name])"),
    ("Sena", "programmes/{programme}/texts/", "main [type=submit]"),
    ("Sena", "consultations/{consultation}/extend/", "main [type=submit]"),
    ("Sena", "consultations/{consultation}/questions/", "main [type=submit]"),
]


@dataclass
class Visit:
    """What was seen of one page; each list is empty where nothing is wrong."""

    page: str
    axe: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    weight: int = 0


@dataclass
class Walker:
    """Opens pages one after the other in a browser and takes down what there is to see."""

    page: Page
    language: str
    named: dict[str, str]
    visits: list[Visit] = field(default_factory=list)
    _wire: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        session: CDPSession = self.page.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.loadingFinished", lambda event: self._wire.append(event["encodedDataLength"]))
        self.page.on("pageerror", lambda error: self.visits[-1].complaints.append(str(error)))
        self.page.on("console", lambda message: self._hear(message.type, message.text))

    def look_at(self, path: str, click: str = "") -> None:
        """Open a page, do what there is to click, and look."""
        self._wire.clear()
        visit = Visit(f"/{self.language}/{path.format(**self.named)}")
        self.visits.append(visit)
        self.page.goto(visit.page)
        visit.weight = int(sum(self._wire))
        for each in filter(None, click.split(", ")):
            self._press(each)
            visit.page += f" → {each}"
        self._look(visit)

    def _press(self, what: str) -> None:
        """Send a form as it is, past the browser's own checks; open what is folded."""
        self.page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
        self.page.locator(what).first.click()
        self.page.wait_for_load_state("networkidle")

    def _look(self, visit: Visit) -> None:
        self.page.evaluate(_AXE)
        visit.axe += self._violations({"runOnly": _RULES})
        self.page.emulate_media(color_scheme="dark")
        visit.axe += [f"dark: {each}" for each in self._violations(_OF_COLOUR)]
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(NARROW)
        visit.axe += [f"narrow: {each}" for each in self._violations(_OF_WIDTH)]
        visit.too_wide += self._sticking_out()
        self.page.set_viewport_size(WIDE)

    def _violations(self, options: dict[str, Any]) -> list[str]:
        found = self.page.evaluate("(options) => axe.run(options)", {**options, **_QUICKLY})["violations"]
        return [f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:3]]}" for each in found]

    def _sticking_out(self) -> list[str]:
        """What makes the page scroll sideways."""
        outside: list[str] = self.page.evaluate(_STICKING_OUT)
        return outside

    def _hear(self, kind: str, words: str) -> None:
        refusal = "status of 4" in words  # the page itself says what was refused
        if kind in ("error", "warning") and not refusal:
            self.visits[-1].complaints.append(words)


_STICKING_OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((part) => part.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(0, 3)
    .map((part) => part.outerHTML.slice(0, 120));
}"""


def walk(enter: Callable[[str], Page], named: dict[str, str], language: str) -> Iterator[Visit]:
    """Every page, as each of those who may open it."""
    for who in [*PAGES, *(walking_sessions.PAGES.keys() - PAGES.keys())]:
        walker = Walker(enter(who), language, named)
        pages = f"{PAGES.get(who, '')} {walking_sessions.PAGES.get(who, '')}"
        for path in [path for name, path in HOME if name == who] + pages.split():
            walker.look_at(path)
        for _name, path, click in [state for state in STATES + walking_sessions.STATES if state[0] == who]:
            walker.look_at(path, click)
        yield from walker.visits
