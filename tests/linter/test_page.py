from modelspec_lint.linter.page import parse_page

DOCSTRING = """One sentence
    over two lines.

    ## What it does
    Looks.

    ## Bad
    ```yaml
    metadata:
      name: a
    ```
    or
    ```yaml
    metadata: {name: b}
    ```
    """


def test_a_page_is_a_sentence_and_sections():
    page = parse_page(DOCSTRING)
    assert page.summary == "One sentence over two lines."
    assert page.sections["What it does"] == "Looks."
    assert page.examples("Bad") == ("metadata:\n  name: a\n", "metadata: {name: b}\n")
    assert page.examples("Good") == ()


def test_a_docstring_without_sections_is_a_page_too():
    assert parse_page("Only a sentence.").sections == {}
