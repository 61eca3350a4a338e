"""The report for people: a frame per finding, the sum behind it, ways out, and one line that counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from modelspec_lint.linter.report.display import shown, wrapped
from modelspec_lint.linter.report.evidence import evidence_lines
from modelspec_lint.linter.report.frame import draw_frame
from modelspec_lint.linter.report.interface import Rendered, ReportOptions
from modelspec_lint.linter.report.style import Style
from modelspec_lint.linter.report.summary import counted, summary_sentence
from modelspec_lint.linter.verdicts import Result, Verdict

_MESSAGE = 1000  # characters; a name may be ten thousand long, the frame shows where it stands
_FIXES = 3


def render(result: Result, options: ReportOptions) -> Rendered:
    """Render for a terminal or a log; ``quiet`` is one line per finding and nothing else."""
    style = Style.of(options)
    if options.quiet:
        lines = [_one_line(verdict, style) for verdict in result.verdicts]
        lines += _statistics(result, style) if options.statistics else []
        return Rendered("".join(f"{line}\n" for line in lines))
    blocks = [finding_lines(verdict, style, options) for verdict in result.verdicts]
    if options.show_suppressed and result.accepted:
        blocks.append(_accepted(result, style, options.width))
    if options.verbose:
        blocks.extend(filter(None, (_undecided(result, style, options.width), _loaded(result, style))))
    if options.statistics:
        blocks.append(_statistics(result, style))
    summary = summary_sentence(result.summary, hint=not options.verbose)
    worst = max((verdict.severity for verdict in result.verdicts), default=None)
    blocks.append([style.paint(summary, "help" if worst is None else worst)])
    return Rendered("\n\n".join("\n".join(block) for block in blocks) + "\n")


def _statistics(result: Result, style: Style) -> list[str]:
    from modelspec_lint.linter.report.statistics import statistics, statistics_lines  # rarely asked for

    return statistics_lines(statistics(result), style)


def _one_line(verdict: Verdict, style: Style) -> str:
    return f"{_head(verdict, style)} {_words(verdict.message, style)}"


def _head(verdict: Verdict, style: Style) -> str:
    place = f"{shown(verdict.file, unicode=style.unicode)}:{verdict.span.line}:{verdict.span.column}:"
    severity = style.paint(f"{verdict.severity.label}[{verdict.code}]", verdict.severity)
    return f"{style.paint(place, 'strong')} {severity}"


def _words(text: str, style: Style) -> str:
    return shown(text, unicode=style.unicode, limit=_MESSAGE)


def finding_lines(verdict: Verdict, style: Style, options: ReportOptions) -> list[str]:
    """Set a finding as lines: its head, its frame, the sum behind it, and the ways out."""
    lines = [f"{_head(verdict, style)} {style.paint(verdict.name, verdict.severity)}"]
    message = wrapped(_words(verdict.message, style), options.width - 2)
    lines.extend(f"  {style.paint(line, 'strong')}" for line in message)
    frame = draw_frame(verdict, style, options.width)
    lines.extend(frame.lines)
    bar = style.paint(f"{' ' * frame.gutter} {style.bar}", "gutter")
    evidence = evidence_lines(
        verdict.evidence,
        style,
        options.width - frame.gutter - 4,
        verbose=options.verbose,
        hyperlinks=options.hyperlinks,
    )
    if evidence:
        lines.append(bar)
        lines.extend(f"{bar}  {line}" for line in evidence)
    ways_out = list(_ways_out(verdict, style, options.width - frame.gutter - 3))
    if ways_out:
        lines.append(bar)
        equals = style.paint(f"{' ' * frame.gutter} =", "gutter")
        for first, *more in ways_out:
            lines.append(f"{equals} {first}")
            lines.extend(f"{' ' * frame.gutter}   {line}" for line in more)
    return lines


def _ways_out(verdict: Verdict, style: Style, width: int) -> Iterator[list[str]]:
    """Yield each help and, where no help says it in words already, each fix.

    Lines after the first are text to insert into the file: they stay as they are.
    """
    texts = [("help", text) for text in verdict.help]
    if not texts:
        texts = [
            ("fix", f"{fix.title} (--fix)")
            if fix.safe
            else ("unsafe fix", f"{fix.title} (--fix --unsafe-fixes)")
            for fix in verdict.fixes[:_FIXES]
        ]
    for label, text in texts:
        first, *verbatim = text.split("\n")
        lines = wrapped(_words(first, style), width - len(label) - 2)
        lines += [_words(line, style) for line in verbatim]
        indent = " " * (len(label) + 2)
        yield [f"{style.paint(f'{label}:', 'help')} {lines[0]}", *(indent + line for line in lines[1:])]


def _accepted(result: Result, style: Style, width: int) -> list[str]:
    """List the findings that somebody accepted: what each says, and how it was accepted."""
    lines = [style.paint("accepted:", "strong")]
    for each in sorted(result.accepted, key=lambda accepted: accepted.verdict.order):
        lines.append(f"  {_one_line(each.verdict, style)}")
        said = [each.reason, each.owner and f"owner {each.owner}", each.until and f"until {each.until}"]
        terms = ", ".join(_words(text, style) for text in said if text)
        lines += [f"    {line}" for line in wrapped(f"{each.how}{terms and f': {terms}'}", width - 4)]
    return lines


def _undecided(result: Result, style: Style, width: int) -> list[str]:
    """List what could not be decided: the rules that asked the same question of the same file together."""
    questions: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for each in result.undecided:
        questions[each.file, each.pointer, each.reason].append(each.code)
    lines = [style.paint("undecided:", "strong")] if questions else []
    for (file, pointer, reason), codes in questions.items():
        where = f"{_words(file, style)}{f' {_words(pointer, style)}' if pointer else ''}"
        lines.append(f"  {where}: {_listed(codes)}")
        lines.extend(f"    {line}" for line in wrapped(_words(reason, style), width - 4))
    return lines


def _loaded(result: Result, style: Style) -> list[str]:
    packs = [
        f"{_words(pack.name, style)} {_words(pack.version, style)} "
        f"({counted(len(pack.rules), 'rule')}, from {_words(pack.origin, style)})"
        for pack in result.packs
    ]
    return [
        f"rule packs: {', '.join(packs)}",
        f"knowledge base: {_words(result.knowledge, style)}; "
        f"modelspec-lint {_words(result.version, style)}; {counted(len(result.rules), 'rule')} selected",
    ]


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(sorted(set(codes)))
