"""pytest runs the files called ``*.cases.yaml``, too."""

pytest_plugins = ["modelspec_lint.linter.testing.plugin"]
