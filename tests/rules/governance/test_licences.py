"""The licence of the weights: MS808 and MS809."""

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import Deployment
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.testing import brief, lint_text, merge
from modelspec_lint.rules.governance import license_forbids_use, license_needs_attention

BOTH = (license_forbids_use, license_needs_attention)
PRODUCTION = "metadata: {labels: {environment: production}}\n"
COMMAND_R = "CohereLabs/c4ai-command-r7b-12-2024"


def judged(model, head="", agreements=()):
    policy = Policy(options={"MS808": {"agreements": agreements}})
    text = merge(f"{head}spec: {{identity: {{model: {{id: {model}}}}}}}")
    return lint_text(text, BOTH, policy=policy)


def test_a_licence_without_commercial_use_is_an_error_in_production_and_a_note_elsewhere():
    (verdict,) = judged(COMMAND_R, PRODUCTION).verdicts
    assert brief([verdict]) == [
        f"10:11 error[MS808] {COMMAND_R} is published under Creative Commons Attribution-NonCommercial 4.0, "
        "which allows no commercial use (name the author; not for commercial advantage)."
    ]
    assert verdict.help == (
        "its text: https://creativecommons.org/licenses/by-nc/4.0/",
        "another model, or an agreement with its publisher and the option agreements: [cc-by-nc-4.0]",
    )
    assert brief(judged(COMMAND_R).verdicts) == [
        f"8:11 note[MS809] {COMMAND_R} is under Creative Commons Attribution-NonCommercial 4.0, which allows "
        "no commercial use."
    ]


def test_a_repackaged_copy_has_the_licence_of_what_it_was_made_of():
    (verdict,) = judged("Qwen/Qwen2.5-3B-Instruct-AWQ", PRODUCTION).verdicts
    assert (verdict.code, verdict.severity.label) == ("MS808", "error")


def test_what_is_not_sure_is_a_warning():
    (verdict,) = judged("stabilityai/sdxl-turbo", PRODUCTION).verdicts
    assert (verdict.code, verdict.severity.label) == ("MS808", "warning")


@pytest.mark.parametrize("agreement", ["cc-by-nc-4.0", "CC-BY-NC-4.0", COMMAND_R])
def test_an_agreement_goes_before_the_licence(agreement):
    assert [each.code for each in judged(COMMAND_R, PRODUCTION, (agreement,)).verdicts] == ["MS809"]
    assert [each.code for each in judged(COMMAND_R, PRODUCTION, ("mnpl",)).verdicts] == ["MS808"]


def test_conditions_are_a_note_with_what_is_known_of_them_in_the_help():
    (verdict,) = judged("google/gemma-2-9b-it", PRODUCTION).verdicts
    said = "google/gemma-2-9b-it is under Gemma Terms of Use, which allows use on conditions."
    assert (verdict.message, verdict.severity.label) == (said, "note")
    assert verdict.help == (
        "what it asks, in our words (not read in its text): the prohibited-use policy applies to every "
        "use and must be passed on; pass the terms on with every copy, and say what was changed",
        "its weights may be given only to accounts that accepted its terms",
        "its text: https://ai.google.dev/gemma/terms",
    )


@pytest.mark.parametrize("model", ["google/gemma-2-9b-it", "meta-llama/Llama-3.1-8B-Instruct"])
def test_conditions_are_for_production(model):
    assert judged(model).verdicts == ()


def test_terms_that_are_not_known_are_a_note_anywhere():
    (verdict,) = judged("moonshotai/Kimi-K3").verdicts
    assert verdict.message == (
        "moonshotai/Kimi-K3 is under Kimi K3 License, whose terms for commercial use are not known here."
    )


def test_weights_that_may_be_gated_are_told_in_the_help_and_sure_ones_in_the_message(tmp_path):
    (verdict,) = judged("meta-llama/Llama-3.1-8B-Instruct", PRODUCTION).verdicts
    assert verdict.message == (
        "meta-llama/Llama-3.1-8B-Instruct is under Llama 3.1 Community License, "
        "which allows use on conditions."
    )
    assert verdict.help[1] == "its weights may be given only to accounts that accepted its terms"
    overlay = tmp_path / "ours.yaml"
    overlay.write_text(
        "apiVersion: modelspec-lint/v1\nkind: Knowledge\nmetadata: {name: ours, source: seen}\n"
        "models: [{id: Qwen/Qwen3-8B, gated: true}]\n"
    )
    text = merge(f"{PRODUCTION}spec: {{identity: {{model: {{id: Qwen/Qwen3-8B}}}}}}")
    document = read_source("case.modelspec.yaml", text.encode()).documents[0]
    (found,) = license_needs_attention.check(Deployment(document, KnowledgeBase.load([overlay])))
    assert found.message == "Qwen/Qwen3-8B is given only to accounts that accepted its terms."


@pytest.mark.parametrize("model", ["Qwen/Qwen3-8B", "microsoft/phi-4", "deepseek-ai/DeepSeek-R1"])
def test_licences_that_ask_for_a_notice_are_silent(model):
    for head in ("", PRODUCTION):
        result = judged(model, head)
        assert (result.verdicts, result.undecided) == ((), ())


def test_an_unknown_model_is_undecided_and_so_is_a_licence_that_nobody_names():
    assert [each.code for each in judged("acme/secret-sauce-9b").undecided] == ["MS809"]
    assert [each.code for each in judged("acme/secret-sauce-9b", PRODUCTION).undecided] == ["MS808", "MS809"]
    (undecided,) = judged("Qwen/Qwen1.5-32B", PRODUCTION).undecided
    assert (undecided.code, undecided.reason) == ("MS808", "the model's licence is not known")
