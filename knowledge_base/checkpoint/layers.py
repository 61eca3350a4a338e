"""Which layers of a decoder keep which cache: the pattern that a configuration states or implies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.checkpoint.files import shown
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import CacheLayers

Kind = Literal["full", "sliding", "chunked", "state"]


class NoFormula(Undecided):
    """The configuration is sound, but no formula covers what it describes: its weights can be counted."""


_KINDS: dict[str, Kind] = {
    "full_attention": "full",
    "attention": "full",
    "global_attention": "full",
    "sliding_attention": "sliding",
    "local_attention": "sliding",
    "chunked_attention": "chunked",
    "linear_attention": "state",
    "mamba": "state",
    "conv": "state",
}
_ORDER: tuple[Kind, ...] = ("full", "sliding", "chunked")


def layer_kinds(draft: Draft) -> list[Kind]:
    """Return the kind of each layer's cache; an entry of ``layer_types`` that is not known is undecided."""
    stated = draft.layer_list("layer_types")
    if stated is not None:
        return [kind_of(draft, each) for each in stated]
    rule = draft.architecture.facts.get("window", "none")
    if rule == "listed":
        raise Undecided(f"{draft.config.label} does not state layer_types")
    if rule == "none":
        return ["full"] * draft.layers
    if rule == "chunked":
        return _chunked(draft)
    if rule == "from-layer":
        return _from_layer(draft)
    if draft.config.number("sliding_window") in (None, 0):
        return ["full"] * draft.layers
    return ["sliding"] * draft.layers if rule == "every" else _patterned(draft, "sliding")


def kind_of(draft: Draft, name: str) -> Kind:
    """Return the kind of cache that a name in ``layer_types`` means."""
    kind = _KINDS.get(name)
    if kind is None:
        raise NoFormula(f"{draft.config.label}: what layers of type {shown(name)} keep is not known")
    return kind


def grouped_cache(
    draft: Draft, kinds: Sequence[Kind], *, value_dim: int | None = None
) -> tuple[CacheLayers, ...]:
    """Return the cache of layers that attend by grouped queries, all with the same heads."""
    elements = draft.kv_heads * (draft.head_dim + (value_dim or draft.head_dim))
    windows = window_of(draft, kinds)
    counts = Counter[str]("full" if each in windows and windows[each] is None else each for each in kinds)
    return tuple(
        CacheLayers(kind, counts[kind], elements, draft.kv_heads, windows.get(kind))
        for kind in _ORDER
        if counts[kind]
    )


def window_of(draft: Draft, kinds: Sequence[Kind]) -> dict[str, int | None]:
    """Return the window of each windowed kind; ``None`` where it is as long as the context."""
    found: dict[str, int | None] = {}
    for kind, key in (("sliding", "sliding_window"), ("chunked", "attention_chunk_size")):
        if kind not in kinds:
            continue
        window = draft.config.count(key)
        if window is None:
            raise Undecided(f"{draft.config.label} does not state {key}")
        found[kind] = None if draft.context is not None and window >= draft.context else window
    return found


def with_states(draft: Draft, full: int, states: int, elements: int) -> tuple[CacheLayers, ...]:
    """Return attention layers with a plain cache and layers with a state."""
    cache = grouped_cache(draft, ["full"] * full) if full else ()
    return (*cache, CacheLayers("state", states, elements)) if states else cache


def state_dtype(draft: Draft) -> dict[str, Any]:
    """Return what the configuration says of the type in which states are kept, as a part of the recipe."""
    for name in ("mamba_ssm_cache_dtype", "mamba_ssm_dtype"):
        stated = draft.config.text(name)
        if stated is not None:
            return {"ssm": {"state_dtype": stated[:32]}}
    return {}


def _chunked(draft: Draft) -> list[Kind]:
    """Llama 4: layers with rotary positions attend within chunks, those without to everything."""
    if draft.config.number("attention_chunk_size") in (None, 0):
        return ["full"] * draft.layers
    rotary = draft.config.numbers("no_rope_layers")
    if rotary:
        if len(rotary) != draft.layers:
            raise draft.config.wrong(
                "no_rope_layers", f"does not have one entry for each of {draft.layers} layers"
            )
        return ["chunked" if each else "full" for each in rotary]
    return _patterned(draft, "chunked", draft.config.count("no_rope_layer_interval"))


def _from_layer(draft: Draft) -> list[Kind]:
    """Qwen: the first ``max_window_layers`` attend to everything, and so do all while windows are off."""
    config = draft.config
    if not config.flag("use_sliding_window") or config.number("sliding_window") in (None, 0):
        return ["full"] * draft.layers
    first = draft.required(config.number("max_window_layers"), "max_window_layers")
    return ["full" if index < first else "sliding" for index in range(draft.layers)]


def _patterned(draft: Draft, kind: Kind, period: int | None = None) -> list[Kind]:
    """Every n-th layer attends to everything, the others do not."""
    config = draft.config
    pattern = config.values.get("sliding_window_pattern")
    if (
        isinstance(pattern, str) and pattern and set(pattern) <= {"L", "G"}
    ):  # EXAONE 4: local and global, spelled out
        return [kind if pattern[index % len(pattern)] == "L" else "full" for index in range(draft.layers)]
    stated = config.count("sliding_window_pattern") or config.count("_sliding_window_pattern")
    every = period or stated or int(draft.architecture.facts["period"])
    return ["full" if (index + 1) % every == 0 else kind for index in range(draft.layers)]
