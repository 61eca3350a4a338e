"""Configuration: ``modelspec.toml`` and ``[tool.modelspec]``, from finding the file to judging a document.

Read in this order: :mod:`find` (which file governs a folder), :mod:`positions` and :mod:`read` (its text and
where things stand in it), :mod:`shape` (held against ``schema/config.v1.json``), :mod:`chain` (what it
extends), :mod:`names` and :mod:`build` (held against the rules that are there), :mod:`decide` and
:mod:`plan` (what is in force). Configuration is as hostile as anything in the linted tree: nothing in it runs
code, and no file outside the repository is read for it.
"""
