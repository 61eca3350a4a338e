"""Controls and licences: what rules will cite must be there, and nothing must be invented."""

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase

KNOWLEDGE = KnowledgeBase.load()


@pytest.mark.parametrize(
    ("identifier", "least", "paragraph"),
    [
        ("eu-ai-act-high-risk", 183, "Art. 26(6)"),
        ("hipaa", 2190, "45 CFR 164.316(b)(2)(i)"),
        ("gdpr", None, "Art. 5(1)(e)"),
        ("soc2", None, "CC7.2"),
        ("iso-42001", None, "A.6.2.8"),
        ("nist-ai-rmf", None, "MANAGE 4.1"),
    ],
)
def test_a_control_states_how_long_records_are_kept_only_where_its_text_does(
    identifier: str, least: int | None, paragraph: str
) -> None:
    control = KNOWLEDGE.controls.get(identifier)
    assert (control.retention_min_days, control.retention_max_days) == (least, None)
    assert paragraph in control.paragraphs
    assert (control.retention_paragraph is not None) == (least is not None)


@pytest.mark.parametrize("control", KNOWLEDGE.controls, ids=lambda each: each.id)
def test_every_control_has_a_source_with_an_address(control) -> None:  # type: ignore[no-untyped-def]
    assert any(source.startswith("https://") for source in control.sources)
    assert control.asks.endswith(".")


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("ISO/IEC 42001", "iso-42001"),
        ("EU AI Act", "eu-ai-act-high-risk"),
        ("SOC 2 Type II", "soc2"),
        ("DSGVO", "gdpr"),
    ],
)
def test_controls_are_found_by_what_people_call_them(name: str, identifier: str) -> None:
    match = KNOWLEDGE.controls.resolve(name)
    assert match.fact is not None
    assert match.fact.id == identifier


@pytest.mark.parametrize(
    ("model", "licence", "commercial"),
    [
        ("meta-llama/Llama-3.1-8B-Instruct", "llama3.1", "conditions"),
        ("MiniMaxAI/MiniMax-M2.7", "minimax-non-commercial", "no"),
        ("mistralai/Mistral-Medium-3.5-128B", "mistral-modified-mit", "conditions"),
        ("Qwen/Qwen3-8B", "apache-2.0", "yes"),
        ("moonshotai/Kimi-K3", "kimi-k3", None),
    ],
)
def test_a_models_licence_says_whether_it_may_be_used_commercially(
    model: str, licence: str, commercial: str | None
) -> None:
    assert KNOWLEDGE.models.get(model).license == licence
    assert KNOWLEDGE.licences.get(licence).commercial == commercial


def test_conditions_are_stated_wherever_use_is_limited() -> None:
    limited = [each for each in KNOWLEDGE.licences if each.commercial in ("no", "conditions")]
    assert [each.id for each in limited if not each.conditions] == []


def test_licences_that_are_not_in_the_spdx_list_were_read_or_say_that_they_were_not() -> None:
    for licence in KNOWLEDGE.licences:
        read = licence.spdx or any("http" in source for source in licence.sources)
        assert read or licence.unverified or licence.commercial is None, licence.id
