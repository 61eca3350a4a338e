"""Renders a page from its template: all that is not ours is escaped, and the page itself may do little.

A content security policy names the page's only style and only script by their hashes: whatever a name or a
message should manage to be, the browser neither runs it nor loads anything for it.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from modelspec_lint.linter.document.printable import visible
from modelspec_lint.linter.report.wellformed import well_formed

_SHARED = Path(__file__).parent / "templates"


def render_page(folder: Path, name: str, **shown: object) -> str:
    """Render ``name.html.j2`` of a folder with ``name.css`` after the shared style, and ``name.js`` if any.

    ``shown`` is what the template may name.
    """
    css = "".join(_read(file) for file in (_SHARED / "page.css", folder / f"{name}.css"))
    script = folder / f"{name}.js"
    js = _read(script) if script.is_file() else ""
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader([folder, _SHARED]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(f"{name}.html.j2").render(
        css=Markup(css), js=Markup(js), policy=_policy(css, js), **shown
    )
    return visible(well_formed(page.rstrip())) + "\n"


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _policy(css: str, js: str) -> str:
    script = _hash(js) if js else "'none'"
    sources = f"style-src {_hash(css)}; script-src {script}"
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
