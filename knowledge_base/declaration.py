"""What someone declares to run, in the names they use, and the question to the arithmetic that it makes.

A spec's fields, its annotations and its environment are one such declaration, the flags of ``modelspec fit``
another. What is declared but cannot be read leaves the question undecided: a default in its place would be a
guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from modelspec_lint.knowledge_base.catalogue import Match
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import Accelerator, Engine, Model, Precision, model_of_size
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase
from modelspec_lint.knowledge_base.memory import MemoryRequest
from modelspec_lint.knowledge_base.once import cached_property

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base.checkpoint import LocalCheckpoint

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_MODEL = "/spec/identity/model"
_ACCELERATOR = "/spec/runtime/accelerator"
_SHOWN = 60
LEFT_TO_ENGINE = "auto"
"""What engines call the type that a checkpoint states (vLLM, SGLang: ``--dtype auto``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What is declared, as plain names and numbers. ``None``: nothing is, and the engine's default holds.

    ``count`` accelerators are one replica; without a tensor-parallel size the engine spreads the model over
    them as it does. ``device_memory_gib`` is what a framework sees of one device, where that is known
    better than from its name; ``instance`` a cloud's instance type, which may hold a part of one.
    ``folder`` is what a relative address starts from: where there is none, no disk is looked at; where
    addresses are ``confined``, they lead nowhere outside the repository that it is in.
    ``quantization`` is what the engine does to the weights when it loads them. ``parameters`` is the size
    of a model that the knowledge base does not hold.
    """

    model: str | None
    accelerator: str | None
    count: int = 1
    precision: str | None = None
    engine: str | None = None
    engine_version: str | None = None
    tensor_parallel: int | None = None
    pipeline_parallel: int | None = None
    data_parallel: int | None = None
    sequence_length: int | None = None
    batch: int | None = None
    batched_tokens: int | None = None
    utilization: float | None = None
    kv_cache_dtype: str = "auto"
    device_memory_gib: float | None = None
    enforce_eager: bool = False
    model_uri: str | None = None
    folder: Path | None = None
    confined: bool = False
    quantization: str | None = None
    instance: str | None = None
    parameters: int | None = None


def leads_to_disk(name: str, *, relative: bool) -> bool:
    """Whether a name may be a path on this disk: it says so, or is ``relative`` and has no scheme."""
    if name.startswith(("file:", "/", "./", "../", "~")):
        return True
    return relative and _SCHEME.match(name) is None


class Binding:
    """A declaration bound to facts: what each name was found to mean, and why. Each is looked up once."""

    def __init__(self, declaration: Declaration, knowledge: KnowledgeBase) -> None:
        self.declaration = declaration
        self.knowledge = knowledge

    @cached_property
    def model(self) -> Match[Model] | None:
        """Which model is meant; ``None`` when none is declared."""
        name = self.declaration.model
        return self.knowledge.models.resolve(name) if name else None

    @cached_property
    def artifact(self) -> Match[Model] | None:
        """Which model the address of the weights names; ``None`` when none is declared."""
        name = self.declaration.model_uri
        return self.knowledge.models.resolve(name) if name else None

    @cached_property
    def checkpoint(self) -> LocalCheckpoint | None:
        """What a checkpoint on this disk says, where the address of the weights leads to one.

        Raises :class:`Undecided` where it is there and cannot be read.
        """
        declared = self.declaration
        if declared.folder is None:
            return None
        for name, relative in ((declared.model_uri, True), (declared.model, False)):
            if name and leads_to_disk(name, relative=relative):
                from modelspec_lint.knowledge_base.checkpoint import find_checkpoint

                found = find_checkpoint(name, declared.folder, confined=declared.confined)
                if found is not None:
                    return found
        return None

    @cached_property
    def accelerator(self) -> Match[Accelerator] | None:
        """Which accelerator is meant; ``None`` when none is declared."""
        name = self.declaration.accelerator
        return self.knowledge.accelerators.resolve(name) if name else None

    @cached_property
    def precision(self) -> Match[Precision] | None:
        """Which precision is declared; ``None`` when none is, or when it is left to the engine."""
        name = self.declaration.precision
        return self.knowledge.precisions.resolve(name) if name and name.casefold() != LEFT_TO_ENGINE else None

    @cached_property
    def engine(self) -> Match[Engine] | None:
        """Which serving engine is meant; ``None`` when none is declared."""
        name = self.declaration.engine
        return self.knowledge.engines.resolve(name) if name else None

    @cached_property
    def memory_request(self) -> MemoryRequest:
        """The question to the arithmetic; raises :class:`Undecided` where a part is unknown or ambiguous."""
        return self._request(_accelerators(self))

    @cached_property
    def weights_request(self) -> MemoryRequest:
        """The question as far as weights need it: of accelerators that are not known there are none."""
        return self._request(self.accelerator.facts if self.accelerator else ())

    def _request(self, accelerators: tuple[Accelerator, ...]) -> MemoryRequest:
        declared, checkpoint = self.declaration, self.checkpoint
        model = _model(self) if checkpoint is None else checkpoint.model
        engine = self.engine.fact if self.engine else None
        tensor, pipeline = _parallelism(declared, engine)
        return MemoryRequest(
            model=model,
            accelerators=accelerators,
            precisions=_precisions(self, model),
            engine=engine,
            count=declared.count,
            mig=self.accelerator.mig if self.accelerator else None,
            fraction=_fraction(self),
            engine_version=declared.engine_version or (self.engine.version_hint if self.engine else None),
            tensor_parallel=tensor,
            pipeline_parallel=pipeline,
            sequence_length=declared.sequence_length,
            batch=declared.batch,
            utilization=declared.utilization,
            batched_tokens=declared.batched_tokens,
            kv_cache=_cache(self),
            stored=checkpoint.stored if checkpoint else None,
            predicts=self.model is not None and self.model.predicts,
            device_memory_gib=declared.device_memory_gib,
            enforce_eager=declared.enforce_eager,
        )


def bind(declaration: Declaration, knowledge: KnowledgeBase) -> Binding:
    """Bind a declaration to facts; nothing is looked up before it is asked for."""
    return Binding(declaration, knowledge)


def memory_request(declaration: Declaration, knowledge: KnowledgeBase) -> MemoryRequest:
    """Put a declaration's question; raises :class:`Undecided` where a part is unknown or ambiguous."""
    return bind(declaration, knowledge).memory_request


def _parallelism(declared: Declaration, engine: Engine | None) -> tuple[int, int]:
    """Return tensor- and pipeline-parallel sizes: declared, or how the engine uses what it is given."""
    pipeline, replicas = declared.pipeline_parallel or 1, declared.data_parallel or 1
    if declared.tensor_parallel is not None:
        return declared.tensor_parallel, pipeline
    if engine is None or engine.tensor_parallel:
        return max(1, declared.count // (pipeline * replicas)), pipeline
    # it spreads whole layers over all that it is given
    return 1, max(pipeline, declared.count) if engine.offloads else pipeline


def _model(binding: Binding) -> Model:
    match = binding.model
    if match is None:
        raise Undecided("no model is declared", f"{_MODEL}/id")
    if match.fact is not None:
        return match.fact
    if match.facts:
        names = ", ".join(model.id for model in match.facts[:3])
        raise Undecided(f"{_quoted(match.name)} may be one of several models: {names}", f"{_MODEL}/id")
    if binding.declaration.parameters is not None:
        return model_of_size(match.name, binding.declaration.parameters)
    raise Undecided(f"the model {_quoted(match.name)} is not known", f"{_MODEL}/id")


def _accelerators(binding: Binding) -> tuple[Accelerator, ...]:
    match = binding.accelerator
    if binding.declaration.device_memory_gib is not None and (match is None or not match.facts):
        return ()
    if match is None or not match.facts:
        name = _quoted(match.name) if match else "that is not declared"
        raise Undecided(f"the accelerator {name} is not known", f"{_ACCELERATOR}/type")
    if match.certainty == "ambiguous" and len(match.facts) == 1:
        raise Undecided(f"{_quoted(match.name)} may be a variant that is not known", f"{_ACCELERATOR}/type")
    return match.facts


def _precisions(binding: Binding, model: Model) -> tuple[Precision, ...]:
    """Return every format that the weights may have, the likeliest first.

    A checkpoint that is published quantised keeps its format whatever 16-bit type is declared (that is then
    the type of its activations), and so does one whose name or address carries a format. A quantisation at
    load goes before both.
    """
    known, declared = binding.knowledge.precisions, binding.precision
    if declared is not None and not declared.facts:
        raise Undecided(f"the precision {_quoted(declared.name)} is not known", f"{_MODEL}/precision")
    if declared is not None and declared.fact is None:
        return declared.facts
    stated = declared.fact if declared else None
    if binding.declaration.quantization is not None:
        at_load = known.resolve(binding.declaration.quantization)
        if at_load.fact is None:
            raise Undecided(f"quantising the weights as {_quoted(at_load.name)} at load is not known")
        return (at_load.fact, stated) if stated else (at_load.fact,)
    published = _published(binding, model)
    if stated is None:
        return tuple(known.get(each) for each in _undeclared(binding, published))
    if published is not None and published in known:
        smaller = known.get(published)
        if stated.bits_low < smaller.bits < min(16, stated.bits_high) or _restates(stated, smaller):
            return (smaller,)  # what is declared leaves open what the checkpoint's own format says
        if smaller.bits_low < min(16, stated.bits_low):
            # 16 bits over a quantised checkpoint name the activations, and nobody widens 4 bits to 8
            return smaller, stated
    return (stated,)


def _fraction(binding: Binding) -> float:
    """Return the part of one accelerator that the named instance type holds; 1 where it holds whole ones."""
    name, match = binding.declaration.instance, binding.accelerator
    found = binding.knowledge.instances.resolve(name).fact if name else None
    if found is None or match is None or found.accelerator not in [each.id for each in match.facts]:
        return 1.0
    return found.count if found.count < 1 and binding.declaration.count == 1 else 1.0


def _restates(stated: Precision, published: Precision) -> bool:
    """Whether a declared format is that of a quantised checkpoint in other words: as wide, or nearly."""
    return published.bits < 12 and abs(stated.bits - published.bits) < 1


def _cache(binding: Binding) -> Precision | None:
    """Return the declared format of the KV cache; ``None`` where it is the model's own."""
    name = binding.declaration.kv_cache_dtype
    if name.casefold() == "auto":
        carried = binding.checkpoint.cache_precision if binding.checkpoint else None
        return binding.knowledge.precisions.get(carried) if carried else None
    found = binding.knowledge.precisions.resolve(name).fact
    if found is None:
        raise Undecided(f"the type {_quoted(name)} of the KV cache is not known")
    return found


def _undeclared(binding: Binding, published: str | None) -> tuple[str, ...]:
    engine = binding.engine.fact if binding.engine else None
    default = engine.facts.get("undeclared_precision") if engine else None
    if default == "any":
        raise Undecided("no precision is declared, and this engine runs several", f"{_MODEL}/precision")
    carried = binding.model.precision_hint if binding.model and not binding.checkpoint else None
    stored = published if binding.checkpoint else carried or default or published
    if stored == "fp32" and engine is not None and engine.facts.get("halves_single_precision"):
        return ("16bit",)
    # a model of which only the size is known: 16 bits is usual, 4 the least
    return (stored,) if stored is not None else ("16bit", "4bit")


def _published(binding: Binding, model: Model) -> str | None:
    """Return the id of the format that the weights have, by their files, by address, by name, or by facts."""
    if binding.checkpoint is not None:
        return binding.checkpoint.precision
    artifact = binding.artifact
    if artifact is not None:
        addressed = artifact.precision_hint or (artifact.fact.precision if artifact.fact else None)
        if addressed is not None:
            return addressed
    carried = binding.model.precision_hint if binding.model else None
    return carried or model.precision


def _quoted(name: str) -> str:
    """Quote a name for a sentence: a long one is cut, and what cannot be printed is written out."""
    shown = name if len(name) <= _SHOWN else f"{name[: _SHOWN - 3]}..."
    if not shown.isprintable():
        shown = shown.encode("unicode_escape").decode("ascii")
    return f"'{shown}'"
