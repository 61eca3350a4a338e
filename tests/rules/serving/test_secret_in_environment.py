import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.serving.secret_in_environment import secret_in_environment
from modelspec_lint.rules.serving.secrets import suspicion

RANDOM = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z"


def judged(name, value):
    return lint_fragment(
        f"spec: {{runtime: {{environment: {{variables: {{{name}: {value}}}}}}}}}", secret_in_environment
    )


def test_a_literal_under_a_telling_name_is_an_error_at_its_value():
    (verdict,) = judged("CACHE_PASSWORD", "tr0ub4dor")
    assert brief([verdict]) == [
        "23:25 error[MS507] CACHE_PASSWORD holds a secret, by its name, "
        "and the value stands there in plain text."
    ]
    assert verdict.help == (
        "take it from a secret store at run time (a Kubernetes Secret, a vault), and name it there",
        "revoke this one: whoever reads the file, or its history, has it",
    )


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("hf_" + RANDOM, "access token"),
        ("hf_" + "aBcDeFgHiJ" * 3 + "kLmN", "access token"),
        ("AKIA" + "Q3EGRIIJ4KZ5W7YT", "AWS Access Key"),
        ("ghp_" + RANDOM + "ab", "GitHub Token"),
        ("xoxb-" + "123456789012-" + RANDOM, "Slack Token"),
        ("nvapi-" + RANDOM, "access token"),
        ("sk-proj-" + RANDOM, "access token"),
        ("postgres://app:s3cr3t9@db/x", "Basic Auth Credentials"),
        ("'--hf-token hf_" + RANDOM + "'", "access token"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + RANDOM, "JSON Web Token"),
    ],
)
def test_a_known_form_is_an_error_under_any_name(value, kind):
    assert [each.message for each in judged("SETTING", value)] == [
        f"SETTING holds a secret, by its form: {kind}."
    ]


def test_a_value_as_random_as_a_key_is_a_warning():
    assert brief(judged("SETTING", RANDOM)) == [
        "23:18 warning[MS507] SETTING may hold a secret, by its value, which is as random as a key."
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HF_TOKEN", "$(HF_TOKEN)"),
        ("HF_TOKEN", "/run/secrets/hf-token"),
        ("HF_TOKEN", "'<your-token>'"),
        ("HF_TOKEN", "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
        ("HF_TOKEN", "vault:secret/data/hf#token"),
        ("HF_TOKEN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:hf-Ab12Cd"),
        ("HF_TOKEN", "''"),
        ("HF_SECRET", "hf-token-secret-2"),
        ("OPENAI_API_KEY", "EMPTY"),
        ("API_KEY", "none"),
        ("DB_PASSWORD", "changeme"),
        ("DB_URL", "postgres://app:$(DB_PASSWORD)@db/x"),
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
        ("GOOGLE_APPLICATION_CREDENTIALS", "/var/run/key.json"),
        ("EOS_TOKEN", "'<|eot_id|>'"),
        ("MAX_TOTAL_TOKENS", "'40960000000000000'"),
        ("MODEL_REVISION", "8afb486c1db24fe5011ec46dfbe5b5dccdb575c2"),
        ("IMAGE", "vllm/vllm-openai@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("RUN_ID", "123e4567-e89b-12d3-a456-426614174000"),
        ("ARCHITECTURE", "Qwen3VLMoeForConditionalGeneration2"),
        ("PT_HPU_RECIPE_CACHE_CONFIG", "'/data/recipe_cache,false,2048'"),
        ("NCCL_IB_HCA", "mlx5_1:1,mlx5_2:1,mlx5_3:1,mlx5_4:1"),
        ("MODEL", "mistralai/Mixtral-8x22B-Instruct-v0.1-0123456789abcdefABCDEF"),
    ],
)
def test_references_placeholders_and_what_only_looks_long_are_silent(name, value):
    assert judged(name, value) == ()


def test_what_should_have_been_one_text_is_looked_into():
    assert [each.code for each in judged("DB_PASSWORD", "73519284")] == ["MS507"]
    assert [each.code for each in judged("DB_PASSWORD", "[tr0ub4dor]")] == ["MS507"]
    assert judged("HF_TOKEN", "{valueFrom: {secretKeyRef: {name: hf, key: token}}}") == ()


def test_the_reason_never_holds_a_word_of_the_value():
    for value in ("hf_" + RANDOM, "AKIA" + "Q3EGRIIJ4KZ5W7YT", RANDOM):
        found = suspicion("SETTING", value)
        assert found is not None
        assert value[:8] not in found.reason


def test_a_clean_environment_does_not_load_the_library():
    import subprocess
    import sys

    code = (
        "import sys; from modelspec_lint.linter.testing import lint_fragment; "
        "lint_fragment('spec: {runtime: {environment: {variables: {HF_TOKEN: $(HF_TOKEN), MODEL_ID: "
        'meta-llama/Llama-3.1-8B-Instruct, MAX_MODEL_LEN: "8192"}}}}\'); '
        "print('detect_secrets' in sys.modules, 'requests' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]
