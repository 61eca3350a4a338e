"""What cannot be written as one fragment: several specs in one run."""

from acme_modelspec.quota_exceeded import quota_exceeded

from modelspec_lint.linter.testing import brief, lint_files, merge


def test_specs_of_one_team_are_added_up() -> None:
    """Each is below the quota, both together are not."""
    spec = "metadata: {name: NAME, labels: {team: a}}\nspec: {operations: {scaling: {maxReplicas: COUNT}}}"
    chat = merge(spec.replace("NAME", "chat").replace("COUNT", "40"))
    search = merge(spec.replace("NAME", "search").replace("COUNT", "30"))
    result = lint_files({"chat.yaml": chat, "search.yaml": search}, quota_exceeded)
    assert brief(result.verdicts) == [
        "6:11 error[ACME101] Team a takes 70 accelerators, and its quota is 64. This spec takes 40."
    ]
    (related,) = result.verdicts[0].related
    assert (related.file, related.message) == ("search.yaml", "takes 30")
