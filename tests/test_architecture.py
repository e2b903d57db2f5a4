"""What linters cannot hold: the shape of actions, who writes, who knows whom, and how long things may be.

It reads names, not types: a heuristic that has to be satisfied, not a proof.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("drafts", "consultation", "roundtables")
ABOVE = {"drafts": ("consultation", "roundtables"), "consultation": ("roundtables",), "roundtables": ()}
WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete"}
# Words of another kind that share a name with an act of writing, and who may use them.
MAY_WRITE = ("actions", "models", "migrations", "demo", "mails")


def sources(*apps: str) -> list[Path]:
    return sorted(
        path for app in apps for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
    )


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text())
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def public_actions() -> list[tuple[Path, ast.FunctionDef]]:
    found = []
    for app in APPS:
        for path in sorted((ROOT / app / "actions").glob("*.py")):
            tree = ast.parse(path.read_text())
            found += [
                (path, node)
                for node in tree.body
                if isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and any("atomic" in ast.unparse(each) for each in node.decorator_list)
            ]
    return found


def named(found: tuple[Path, ast.FunctionDef]) -> str:
    return f"{found[0].relative_to(ROOT)}:{found[1].name}"


@pytest.mark.parametrize("action", public_actions(), ids=named)
def test_an_action_takes_keywords_and_says_by_whom(action: tuple[Path, ast.FunctionDef]) -> None:
    arguments = action[1].args

    assert arguments.args == []
    assert arguments.kwonlyargs[0].arg == "by"


@pytest.mark.parametrize("action", public_actions(), ids=named)
def test_an_action_asks_before_it_writes(action: tuple[Path, ast.FunctionDef]) -> None:
    """It calls `require`, or another action that does, before anything is saved."""
    actions = {node.name for _path, node in public_actions()}
    calls = [ast.unparse(node.func) for node in ast.walk(action[1]) if isinstance(node, ast.Call)]
    asks = [at for at, call in enumerate(calls) if call == "require" or call in actions]
    own = "by" in ast.unparse(action[1]) and "author=by" in ast.unparse(action[1])

    assert asks or own, "an action asks first, or touches only what is its author's own"


@pytest.mark.parametrize("action", public_actions(), ids=named)
def test_an_action_stays_under_sixty_lines(action: tuple[Path, ast.FunctionDef]) -> None:
    assert (action[1].end_lineno or 0) - action[1].lineno < 60


@pytest.mark.parametrize("path", sources(*APPS), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_actions_write(path: Path) -> None:
    if any(part in MAY_WRITE for part in path.relative_to(ROOT).parts):
        return
    written = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and (".objects." in ast.unparse(node.func) or node.func.attr == "save")
    ]

    assert written == []


@pytest.mark.parametrize("app", APPS)
def test_no_app_names_one_above_it(app: str) -> None:
    """Not in an import, which import-linter sees, nor in a string, a template or an address, which it does not."""
    files = [*sources(app), *(ROOT / "templates" / app).rglob("*.html")]
    upward = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in ABOVE[app]
        if f'"{name}.' in (source := path.read_text()) or f"{name}:" in source or f'"{name}/' in source
    ]

    assert upward == []


@pytest.mark.parametrize("path", sources(*APPS, "config"), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path: Path) -> None:
    lengths = {each.name: (each.end_lineno or 0) - each.lineno + 1 for each in functions(path)}

    assert len(path.read_text().splitlines()) <= 400
    assert {name: length for name, length in lengths.items() if length > 60} == {}


def test_functions_are_short_as_a_rule() -> None:
    lengths = sorted(
        (each.end_lineno or 0) - each.lineno + 1 for path in sources(*APPS) for each in functions(path)
    )

    assert lengths[len(lengths) // 2] <= 12
    assert lengths[len(lengths) * 9 // 10] <= 30


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources(*APPS, "config")
        if (tree := ast.parse(path.read_text())).body and ast.get_docstring(tree) is None
    ]

    assert silent == []
