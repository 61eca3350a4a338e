import pytest

from modelspec_lint.linter.document import read_source, yaml_events


@pytest.fixture
def read():
    """Read text or bytes as a file, by default one that its name announces as a spec."""

    def read(content, name="x.modelspec.yaml", **options):
        return read_source(name, content.encode() if isinstance(content, str) else content, **options)

    return read


@pytest.fixture
def document(read):
    """Read text that holds one document and no problem, and return the document."""

    def document(content, name="x.modelspec.yaml"):
        source = read(content, name)
        assert source.problems == ()
        (only,) = source.documents
        return only

    return document


@pytest.fixture(params=["libyaml", "python"])
def parser(request, monkeypatch):
    """Run a test with libyaml, and with the parser that serves where PyYAML has none."""
    if request.param == "libyaml" and not yaml_events.C_PARSER:
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(yaml_events, "C_PARSER", request.param == "libyaml")
    return request.param
