"""MS002."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Finding, Severity, SourceFile, rule
from modelspec_lint.rules.file.problems import problems_of


@rule("MS002", "unreadable-file", severity=Severity.ERROR, tags=("file",), on="file")
def unreadable_file(source: SourceFile) -> Iterator[Finding]:
    """The file cannot be read as text.

    ## What it does
    Reports a file that cannot be opened, is no regular file, is larger than the budget, is in another
    encoding than UTF-8 (or UTF-16 with a byte-order mark), or holds characters that YAML forbids, such as
    NUL.

    ## Why it matters
    Nothing in such a file has been checked. Other tools may read it differently or not at all, and a file in
    a legacy encoding turns names and paths into other names and paths without a word.

    ## Bad
    A file saved as Latin-1, in which `ü` is one byte, shown as a hex dump:

    ```text
    64 65 73 63 72 69 70 74 69 6f 6e 3a 20 66 fc 72    description: f.r
    ```

    ## Good
    The same in UTF-8:

    ```text
    64 65 73 63 72 69 70 74 69 6f 6e 3a 20 66 c3 bc 72    description: f..r
    ```

    ## Options
    None.

    ## Sources
    - YAML 1.2.2, 5.1 Character Set and 5.2 Character Encodings, <https://yaml.org/spec/1.2.2/#51-character-set>
    """
    yield from problems_of(source, "unreadable")
