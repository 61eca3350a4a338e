"""A model's facts from its configuration, and from its tensors where their headers are here."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.architecture import Architecture, by_class, table
from modelspec_lint.knowledge_base.checkpoint.config import Config
from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.checkpoint.encoders import architecture_class, label_count
from modelspec_lint.knowledge_base.checkpoint.files import shown
from modelspec_lint.knowledge_base.checkpoint.formulas import ENCODERS, FORMULAS
from modelspec_lint.knowledge_base.checkpoint.layers import NoFormula
from modelspec_lint.knowledge_base.checkpoint.layout import NO_CACHE, Layout
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import CacheLayers, Model


@dataclass(frozen=True, slots=True)
class Parts:
    """A configuration taken apart: the whole, the language model's part, and an encoder beside it."""

    whole: Config
    text: Config
    kind: str  # model_type of the language model
    tower: Config | None
    multimodal: bool

    @property
    def architecture(self) -> Architecture | None:
        """The architecture of the language model; ``None`` where the table does not hold it."""
        return table().architectures.get(self.kind)


def parts_of(whole: Config) -> Parts:
    """Take a configuration apart; ``Undecided`` where it does not say what it is."""
    facts = table()
    outer = whole.part("thinker_config") or whole
    key = next((each for each in facts.text_keys if isinstance(outer.values.get(each), dict)), None)
    tower = next((each for each in facts.tower_keys if isinstance(outer.values.get(each), dict)), None)
    outer_type = outer.text("model_type") or whole.text("model_type")
    text = outer.part(key) if key is not None else outer
    assert text is not None
    kind = (text.text("model_type") if key is not None else outer_type) or (
        facts.text_types.get(outer_type or "") if key is not None else None
    )
    if kind is None:
        named = by_class(architecture_class(text) or architecture_class(whole))
        if named is None:
            raise Undecided(f"{whole.label} states no model_type that is known")
        kind = named.name
    kind = facts.text_types.get(kind, kind) if key is not None else kind
    architecture = facts.architectures.get(kind)
    if architecture is not None:
        text = text.spelled_as(architecture.spellings)
        if key is not None:  # parts leave out what their class has by default
            text = text.with_defaults(architecture.facts.get("nested", {}))
        for name in architecture.facts.get("parts", ()):
            part = text.part(name)
            if part is not None:
                text = text.with_defaults(part.values)
    beside = outer.part(tower) if tower is not None else None
    return Parts(whole, text, kind, beside, key is not None or beside is not None)


def described(parts: Parts, name: str, *, embeds: bool) -> Model:
    """Return the model that a configuration describes; ``parameters`` are yet to be counted.

    ``embeds``: the folder says that it is for embeddings. ``NoFormula`` where no formula covers the
    architecture, ``Undecided`` where the configuration cannot be.
    """
    architecture = parts.architecture
    top = architecture_class(parts.whole) or architecture_class(parts.text)
    if architecture is None:
        named = shown(top or parts.kind)
        raise NoFormula(f"{parts.whole.label}: no formula is known for the architecture {named}")
    draft = Draft(parts.text, architecture)
    layout = FORMULAS[architecture.formula](draft)
    headless = _headless(parts, top)
    task = _task(parts, architecture, top, embeds or headless)
    recipe = dict(layout.recipe)
    if headless and recipe.get("kind") not in ("bert", "none"):
        recipe["no_lm_head"] = True
    cache = NO_CACHE if layout.cache is not None and task in {"embedding", "encoder"} else layout.cache
    values = {
        **_dimensions(draft, layout),
        "family": parts.kind.replace("_", "-"),
        "task": task,
        "architecture": top or None,
        "tied_embeddings": tied(parts, architecture),
        "rope_scaling": draft.rope_scaling,
        "attention": layout.attention or None,
        "cache": _with_encoder_length(cache, parts.tower),
        "experts": layout.experts,
        "recipe": recipe,
        "dtype": dtype_of(parts),
        "embedding_width": draft.hidden if task == "embedding" else None,
        **layout.changed,
    }
    return replace(unknown_model(name), **values)


def undescribed(parts: Parts, name: str) -> Model:
    """Return what can be said of a model whose architecture no formula covers."""
    top = architecture_class(parts.whole) or architecture_class(parts.text)
    return replace(unknown_model(name), architecture=top[:80] or None, dtype=dtype_of(parts))


def unknown_model(name: str) -> Model:
    """Return a model of which nothing is known."""
    nothing: dict[str, Any] = {each.name: None for each in fields(Model)}
    empty = dict.fromkeys(("aliases", "ambiguous_aliases", "unverified", "notes", "sources"), ())
    known = {
        "id": name,
        "parameters": 0,
        "family": "",
        "task": "",
        "precision": "",
        "recipe": {},
        "checkpoints": {},
    }
    return Model(**{**nothing, **empty, **known})


def tied(parts: Parts, architecture: Architecture) -> bool | None:
    """Decide whether head and token table are one matrix; an encoder has a head for guessing words only."""
    top = architecture_class(parts.whole)
    if architecture.formula in ENCODERS and not top.endswith("ForMaskedLM"):
        return None
    for config in (parts.text, parts.whole):
        stated = config.flag("tie_word_embeddings")
        if stated is not None:
            return stated
    return architecture.tied


def dtype_of(parts: Parts) -> str | None:
    """Return the type that the configuration names: what ``auto`` means for engines."""
    for config in (parts.text, parts.whole):
        for key in ("dtype", "torch_dtype"):
            stated = config.text(key)
            if stated is not None:
                return stated.removeprefix("torch.")[:32]
    return None


def _dimensions(draft: Draft, layout: Layout) -> dict[str, Any]:
    found: dict[str, Any] = {"context": draft.context, "position": draft.position}
    for name in ("layers", "hidden", "ffn", "heads", "kv_heads", "head_dim", "vocabulary"):
        found[name] = None if name in layout.changed else getattr(draft, name)
    return found


def _headless(parts: Parts, top: str) -> bool:
    """Whether the class is the bare model, which gives vectors instead of the next token."""
    if parts.multimodal:
        return False
    others = ("RewardModel", "LMHeadModel", "ChatGLMModel", "HeadsModel")
    return top.endswith("Model") and not top.endswith(others)


def _task(parts: Parts, architecture: Architecture, top: str, embeds: bool) -> str:
    if "ForSequenceClassification" in top or top.endswith("RewardModel"):
        return "rerank" if label_count(parts.whole) == 1 else "text-classification"
    if embeds:
        return "embedding"
    if architecture.formula in ENCODERS:
        return "encoder"
    if architecture.formula == "whisper":
        return "asr"
    if architecture.formula in {"t5", "t5-uncounted", "bart"}:
        return "text2text-generation"
    if parts.multimodal:
        audio = (
            any("audio" in key for key in parts.whole.values) and "vision_config" not in parts.whole.values
        )
        return "audio-language" if audio else "vision-language"
    return "text-generation"


def _with_encoder_length(
    cache: tuple[CacheLayers, ...] | None, tower: Config | None
) -> tuple[CacheLayers, ...] | None:
    """Say how long a vision encoder's output is: patches and a class token, per tile (Llama 3.2 Vision)."""
    if cache is None or tower is None or not any(each.kind == "cross" for each in cache):
        return cache
    image, patch, tiles = tower.count("image_size"), tower.count("patch_size"), tower.count("max_num_tiles")
    if image is None or patch is None or tiles is None or patch > image:
        return cache
    length = ((image // patch) ** 2 + 1) * tiles
    return tuple(replace(each, window=length) if each.kind == "cross" else each for each in cache)
