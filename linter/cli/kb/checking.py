"""What ``modelspec kb check`` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from modelspec_lint.knowledge_base import FactsCheck, Mistake
from modelspec_lint.linter.cli.kb.found import SINGULAR
from modelspec_lint.linter.report import ReportOptions
from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.style import Style


def check_report(check: FactsCheck, options: ReportOptions, *, verbose: bool) -> str:
    """Say what the check of the built-in facts found; ``verbose`` names what cannot be recounted."""
    style = Style.of(options)
    lines = [
        f"{SINGULAR[each.catalogue]} {each.identifier}: {style.paint('problem', 'error')}: "
        f"{shown(each.message, unicode=style.unicode)}"
        for each in check.problems
    ]
    lines += [""] if lines else []
    verdicts = check.verdicts
    text_only = sum(1 for model in check.models if model.text_only and model.verdict == "exact")
    lines.append(f"models        {len(check.models):,}, recounted from their dimensions:")
    alone = f"{text_only:,} of them by the language model of a multimodal one"
    lines.append(f"  exact            {verdicts['exact']:>5,}  {alone}")
    lines.append(f"  within 1 %       {verdicts['within 1 %']:>5,}")
    lines.append(f"  off              {verdicts['off']:>5,}")
    lines.append(f"  not recountable  {verdicts['not recountable']:>5,}")
    reasons = Counter(model.reason for model in check.not_recountable)
    if verbose:
        lines += [f"    {model.identifier}: {model.reason}" for model in check.not_recountable]
    else:
        lines += [f"    {number:>3} x {reason}" for reason, number in reasons.most_common()]
    lines.append(f"accelerators  {check.accelerators:,}")
    lines.append(f"instances     {check.instances:,}")
    number = len(check.problems)
    verdict = f"{number:,} problem{'' if number == 1 else 's'}" if number else "no contradiction found"
    lines.append(style.paint(verdict, "error" if number else "help"))
    return "\n".join([*lines, ""])


def files_report(mistakes: Sequence[Mistake], files: int, options: ReportOptions) -> str:
    """Say what the check of knowledge files found: ``file:line:column: message``, one a line."""
    style = Style.of(options)
    lines = [shown(str(mistake), unicode=style.unicode) for mistake in mistakes]
    checked = f"{files:,} file{'' if files == 1 else 's'} checked"
    number = len(mistakes)
    verdict = f"{number:,} problem{'' if number == 1 else 's'}" if number else "no contradiction found"
    return "\n".join([*lines, f"{checked}: {style.paint(verdict, 'error' if number else 'help')}", ""])
