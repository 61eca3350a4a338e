"""One rule of a pack: read, held against what there is, and made into a rule that the engine runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.declarative.check import ConditionLook, DeclaredCheck, Look, TemplateLook
from modelspec_lint.linter.declarative.document import Head
from modelspec_lint.linter.declarative.fields import unknown_fields
from modelspec_lint.linter.declarative.mistakes import Notes
from modelspec_lint.linter.declarative.page import DeclaredPage, case_text
from modelspec_lint.linter.declarative.parameters import Given, items_of, read_map
from modelspec_lint.linter.declarative.rule_shape import CASES, PARAMETERS
from modelspec_lint.linter.declarative.selectors import EVERY, read_selector
from modelspec_lint.linter.declarative.templates import TEMPLATES, Template
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity

if TYPE_CHECKING:
    from modelspec_lint.linter.declarative.expressions import Checked, Message


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One case of a rule: a fragment that is merged into a clean spec, and whether the rule speaks.

    ``file`` is what the spec's file is called, where the case says it.
    """

    expected: Literal["bad", "good"]
    number: int
    data: dict[str, Any]
    node: Node
    file: str | None = None

    @property
    def text(self) -> str:
        """The fragment as YAML, with the name of its file as a comment."""
        head = f"# file: {printable(self.file)}\n" if self.file is not None else ""
        return head + case_text(self.data)


@dataclass(frozen=True, slots=True, eq=False)
class DeclaredRule:
    """A rule of a pack with its cases, as its author looks at it.

    ``node`` is its id's, ``template`` the name of its template and ``given`` that one's parameters, ``scope``
    its selector in words.
    """

    rule: Rule
    cases: tuple[Case, ...]
    node: Node
    template: str | None
    given: Given | None
    scope: str
    why: str
    has_help: bool
    has_message: bool


def read_rule(node: Node, notes: Notes, knowledge: KnowledgeBase, head: Head) -> DeclaredRule | None:
    """Read one rule; ``None``, with the mistakes noted, where it cannot be made.

    The name of its pack is one of its tags, so that ``--select`` can name all of them.
    """
    before = len(notes)
    given = read_map(node, PARAMETERS, notes, "a rule")
    if given is None:
        return None
    where = read_selector(given.nodes["where"], notes, knowledge) if given.values["where"] else EVERY
    cases = tuple(_read_cases(given, notes))
    made = _by_template(given, notes) if _wants_template(given, notes) else _by_condition(given, notes)
    if made is None or len(notes) > before:
        return None
    look, fields, says, summary, parameters = made
    name = given.text("name")
    scope = f" It applies where {where.words}." if where.words else ""
    page = DeclaredPage(
        summary=given.maybe_text("summary") or summary or f"{name.replace('-', ' ').capitalize()}.",
        what=f"{says}{scope}",
        why=given.text("why"),
        help=given.texts("help"),
        bad=tuple(case for case in cases if case.expected == "bad"),
        good=tuple(case for case in cases if case.expected == "good"),
        sources=given.texts("sources"),
        pack=head.label,
    )
    rule = Rule(
        code=given.text("id"),
        name=name,
        severity=Severity[given.text("severity").upper()],
        check=DeclaredCheck(where, look, given.texts("help"), page),
        on="deployment",
        tags=tuple(dict.fromkeys((*given.texts("tags"), head.name))),
        fields=tuple(dict.fromkeys((*fields, *where.fields))),
        silenced_by=(),
        certainty=given.values["certainty"],
    )
    return DeclaredRule(
        rule=rule,
        cases=cases,
        node=given.nodes["id"],
        template=given.maybe_text("template"),
        given=parameters,
        scope=where.words,
        why=given.text("why"),
        has_help=bool(given.texts("help")),
        has_message=given.values["message"] is not None,
    )


def _read_cases(given: Given, notes: Notes) -> Iterator[Case]:
    node = given.nodes.get("cases")
    read = read_map(node, CASES, notes, "'cases'") if node is not None else None
    for expected in ("bad", "good") if read is not None else ():
        part = read.nodes.get(expected) if read is not None else None
        fragments = list(items_of(part)) if part is not None else []
        if part is not None and not fragments:
            notes.add(part, f"{expected}: a fragment of a spec is wanted, or a list of them")
        for number, fragment in enumerate(fragments, start=1):
            if fragment.entries is None:
                notes.add(fragment, f"{expected}: a fragment of a spec is a map, such as {{metadata: ...}}")
            else:
                _refuse_unknown(fragment, expected, notes)
                yield _case("bad" if expected == "bad" else "good", number, fragment, notes)


def _refuse_unknown(fragment: Node, expected: str, notes: Notes) -> None:
    """Note fields of a fragment that no spec has: what a case says by a slip proves nothing.

    A case that has an ``apiVersion`` is a document as it is, with whatever its author wants wrong in it.
    """
    entries = fragment.entries or {}
    if "apiVersion" in entries:
        return
    for key, sentence in unknown_fields(fragment):
        if "file" not in entries or key is not entries["file"].key:
            notes.add(key, f"{expected}: {sentence}")


def _case(expected: Literal["bad", "good"], number: int, fragment: Node, notes: Notes) -> Case:
    """Read a case; the key ``file``, which no spec has, names its file."""
    entry = (fragment.entries or {}).get("file")
    data = {name: value for name, value in fragment.value.items() if name != "file"}
    if entry is None:
        return Case(expected, number, data, fragment)
    if entry.value.tag != "str" or not entry.value.text.strip():
        notes.add(entry.value, "file: the name of a file is wanted, such as experiments/chat.modelspec.yaml")
    return Case(expected, number, data, fragment, entry.value.text)


Made = tuple[Look, tuple[str, ...], str, str, "Given | None"]


def _wants_template(given: Given, notes: Notes) -> bool:
    """Whether the rule is made of a template; what does not go together is noted."""
    written = given.nodes
    if "template" in written:
        for name in ("when", "unless", "at"):
            if name in written:
                notes.add(written[name], f"'{name}' does not go with 'template', which decides that itself")
        return True
    if "with" in written:
        notes.add(written["with"], "'with' are the parameters of a 'template', and there is none")
    if "when" not in written:
        notes.add(given.node, "a rule has a 'template' or a 'when': what does it look for?")
    return False


def _by_template(given: Given, notes: Notes) -> Made | None:
    template = TEMPLATES.get(given.values["template"] or "")
    if template is None:
        return None
    what = f"the template {template.name!r}"
    node = given.nodes.get("with")
    if node is None:
        wanted = ", ".join(repr(each.name) for each in template.parameters if each.required)
        notes.add(given.nodes["template"], f"{what} wants 'with': {wanted}")
        return None
    parameters = read_map(node, template.parameters, notes, what, "parameter")
    if parameters is None or parameters.wrong:
        return None
    _note_misfits(template, parameters, notes)
    message = _message(given, notes)
    look = TemplateLook(template.look, parameters, message)
    says = template.says(parameters) if not list(template.misfits(parameters)) else ""
    return look, template.fields(parameters), says, says, parameters


def _note_misfits(template: Template, parameters: Given, notes: Notes) -> None:
    for misfit in template.misfits(parameters):
        place = parameters.nodes.get(misfit.parameter, parameters.node)
        if misfit.entry is not None and place.items is not None:
            place = place.items[misfit.entry]
        notes.add(place, f"{misfit.parameter}: {misfit.message}")


def _by_condition(given: Given, notes: Notes) -> Made | None:
    if given.values["when"] is None:
        return None
    from modelspec_lint.linter.declarative.expressions import Condition

    when = _checked(given, "when", notes)
    unless = _checked(given, "unless", notes) if given.values["unless"] is not None else None
    message = _message(given, notes)
    if when is None or (given.values["unless"] is not None and unless is None):
        return None
    pointers = (*when.pointers, *(unless.pointers if unless else ()))
    at = given.maybe_text("at") or next(iter(pointers), "/metadata/name")
    name = given.text("name") if given.values["name"] else ""
    otherwise = given.maybe_text("summary") or f"{name.replace('-', ' ').capitalize()}."
    look = ConditionLook(at, Condition(when), Condition(unless) if unless else None, message, otherwise)
    says = f"Speaks where `{_inner(given.text('when'))}`"
    if unless is not None:
        says += f", unless `{_inner(given.text('unless'))}`"
    return look, pointers, f"{says}.", "", None


def _inner(expression: str) -> str:
    return " ".join(expression.strip().removeprefix("{{").removesuffix("}}").split())


def _message(given: Given, notes: Notes) -> Message | None:
    """Return the message of a rule; ``None`` where there is none, or a wrong one."""
    if given.values["message"] is None:
        return None
    from modelspec_lint.linter.declarative.expressions import Message

    checked = _checked(given, "message", notes)
    return None if checked is None else Message(checked)


def _checked(given: Given, name: str, notes: Notes) -> Checked | None:
    from modelspec_lint.linter.declarative.expressions import check_expression

    node = given.nodes[name]
    checked = check_expression(given.text(name), condition=name != "message")
    for word, message in checked.mistakes:
        notes.add(_place(node, word, notes), f"{name}: {message}")
    return None if checked.mistakes else checked


def _place(node: Node, word: str, notes: Notes) -> int:
    """Return where a word of an expression is written in the file; else where the expression begins."""
    if not word:
        return node.start
    found = re.compile(rf"(?<![\w.]){re.escape(word)}(?!\w)|(?<=\.){re.escape(word)}(?!\w)").search(
        notes.lines.text, node.start, node.end
    )
    return found.start() if found else node.start


def unknown_rule(name: str, known: dict[str, Rule]) -> str:
    """Say that a word is no rule, and which may have been meant."""
    return f"there is no rule {name[:100]!r}{did_you_mean(name, known)}"
