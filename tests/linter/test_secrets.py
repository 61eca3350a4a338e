"""What looks like a secret, and what is shown instead of it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.secrets import is_secret_name, masked, may_hold_secret, names_secret

RANDOM = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z"


@pytest.mark.parametrize(
    "name",
    [
        "HF_TOKEN",
        "huggingFaceHubToken",
        "DB_PASSWORD",
        "OPENAI_API_KEY",
        "aws-secret-access-key",
        "PGPASS2_PASS",
    ],
)
def test_names_that_say_that_they_hold_a_secret(name):
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "MAX_TOTAL_TOKENS",
        "EOS_TOKEN",
        "TOKENIZER",
        "HF_TOKEN_PATH",
        "SECRET_NAME",
        "PUBLIC_KEY",
        "KEY",
        "COST_PER_TOKEN",
        "1",
    ],
)
def test_names_that_only_sound_like_it(name):
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    "value",
    ["$(HF_TOKEN)", "${HF_TOKEN}", "<token>", "/run/secrets/hf", "vault:kv/hf#token", "{{ token }}", "env:X"],
)
def test_a_reference_to_a_secret_is_none(value):
    assert not names_secret("HF_TOKEN", value)
    assert not may_hold_secret("HF_TOKEN", value)
    assert masked(f"HF_TOKEN: {value}") == f"HF_TOKEN: {value}"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("  HF_TOKEN: hunter22  # ours", "  HF_TOKEN: ********  # ours"),
        ('{"API_KEY": "hunter22", "PORT": "1"}', '{"API_KEY": "********", "PORT": "1"}'),
        ("{API_KEY: hunter22, PORT: '1'}", "{API_KEY: ********, PORT: '1'}"),
        ("X: hf_" + RANDOM, "X: " + "*" * 37),
        ("--api-key=hunter22", "--api-key=********"),
        ("db: postgres://app:hunter22@db/x", "db: postgres://************@db/x"),
        ("maxBatchSize: 32", "maxBatchSize: 32"),
        ("modelUri: hf://a/b@8afb486c1db24fe5011ec46dfbe5b5dccdb575c2",) * 2,
        ("id: meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8",) * 2,
        ("X: sk-learn-model-serving-version-two",) * 2,
    ],
)
def test_stars_stand_where_a_secret_is_written(line, shown):
    assert masked(line) == shown


@given(st.text(max_size=300))
def test_places_stay_where_they_are(text):
    assert len(masked(text)) == len(text)
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize(
    "text", ["a" * 300_000, "a:" * 150_000, "x://" * 80_000, "sk-" * 100_000, "Token: " * 50_000]
)
def test_long_lines_take_no_longer_than_their_length(text):
    start = time.perf_counter()
    masked(text)
    assert time.perf_counter() - start < 2
