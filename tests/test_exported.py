"""The public surface is small, and importing it is light."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version

import pytest

import untold

HEAVY = {
    "spacy",
    "numpy",
    "sqlalchemy",
    "pydantic",
    "click",
    "rich",
    "trafilatura",
    "onnxruntime",
    "sklearn",
}


def loaded_by(code: str) -> set[str]:
    """The top-level modules that a fresh Python holds after this code."""
    script = (
        f"import sys, json\n{code}\nprint(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_public_names_are_these():
    assert untold.__all__ == [
        "Article", "Evidence", "Project", "Span", "State", "UntoldError", "__version__", "open",
    ]  # fmt: skip


@pytest.mark.parametrize("name", untold.__all__)
def test_every_public_name_is_there(name):
    assert getattr(untold, name) is not None
    assert name in dir(untold)


def test_the_version_is_said_once():
    assert untold.__version__ == version("untold")


def test_no_other_name_is():
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        untold.nonsense  # noqa: B018


def test_importing_untold_loads_nothing_heavy():
    assert not loaded_by("import untold") & HEAVY


def test_help_loads_nothing_heavy_but_click():
    code = "from untold.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    assert loaded_by(code) & HEAVY == {"click"}


def test_the_types_load_nothing_heavy():
    assert not loaded_by("from untold import Article, Evidence, Span, State, UntoldError") & HEAVY
