"""What governance has to declare: MS801, MS802, MS804, MS807 and MS812, all of them in production only."""

import pytest

from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.governance import (
    change_approval_missing,
    owner_missing,
    pii_undeclared,
    retention_undeclared,
    version_missing,
)

ASKING = (owner_missing, pii_undeclared, retention_undeclared, change_approval_missing, version_missing)


def production(labels="", compliance="{}", version="null"):
    return (
        f"metadata: {{version: {version}, labels: {{environment: production, {labels}}}}}\n"
        f"spec: {{governance: {{compliance: {compliance}}}}}"
    )


def test_each_absent_declaration_is_told_at_its_nearest_ancestor():
    assert brief(lint_fragment(production(), ASKING)) == [
        "3:1 note[MS812] This specification of a production deployment has no version.",
        "24:5 warning[MS801] Nobody is named who answers for this deployment.",
        "24:5 warning[MS802] Whether requests may hold personal data is not declared.",
        "24:5 warning[MS804] How long logs are kept is not declared.",
        "24:5 warning[MS807] How a change to this deployment is approved is not declared.",
    ]


def test_nothing_is_asked_of_other_stages():
    for stage in ("staging", "development", "product"):
        assert lint_fragment(f"metadata: {{labels: {{environment: {stage}}}}}", ASKING) == ()
    assert lint_fragment("", ASKING) == ()


def test_a_profile_that_takes_all_for_production_asks():
    found = lint_text(merge(""), ASKING, policy=Policy(production=True)).verdicts
    assert {verdict.code for verdict in found} == {rule.code for rule in ASKING}


def test_all_that_is_declared_is_silent():
    compliance = (
        "{pii: {allowed: false}, retention: {logsDays: 0}, "
        "governance: {owner: ml, changeApproval: two-person-review}}"
    )
    assert lint_fragment(production(compliance=compliance, version="1.0.0"), ASKING) == ()


def test_empty_texts_declare_nothing():
    compliance = "{governance: {owner: '', changeApproval: ' '}}"
    found = lint_fragment(
        production(compliance=compliance, version="''"),
        (owner_missing, change_approval_missing, version_missing),
    )
    assert [(each.code, each.span.line) for each in found] == [("MS812", 5), ("MS801", 27), ("MS807", 28)]


@pytest.mark.parametrize(
    "labels", ["owner: ml", "team: ml", "acme.io/owner: ml", "Owned_By: ml", "app.acme.io/Maintainer: ml"]
)
def test_a_label_may_name_the_owner(labels):
    assert lint_fragment(production(labels), owner_missing) == ()


def test_an_annotation_may_name_the_owner():
    fragment = "metadata: {labels: {env: prod}, annotations: {acme.io/contact: ml@example.com}}"
    assert lint_fragment(fragment, owner_missing) == ()


@pytest.mark.parametrize("labels", ["owner: ''", "owner: TBD", "app: chat", "owner.acme.io/tier: gold"])
def test_other_labels_and_empty_ones_name_no_owner(labels):
    assert len(lint_fragment(production(labels), owner_missing)) == 1


def test_placeholders_declare_nothing():
    compliance = "{governance: {owner: TBD, changeApproval: none}}"
    for check in (owner_missing, change_approval_missing):
        assert len(lint_fragment(production(compliance=compliance), check)) == 1


def test_the_names_of_an_owner_can_be_chosen():
    options = {"MS801": {"names": ("squad-lead",)}}
    assert lint_fragment(production("acme.io/squad-lead: ml"), owner_missing, options) == ()
    assert len(lint_fragment(production("team: ml"), owner_missing, options)) == 1


def test_kept_artifacts_alone_say_nothing_of_logs():
    found = lint_fragment(production(compliance="{retention: {artifactsDays: 9}}"), retention_undeclared)
    assert brief(found) == ["25:7 warning[MS804] How long logs are kept is not declared."]
