"""A verifier ready to be written: the same shape for every kind."""

from dataclasses import dataclass, field
from typing import Callable, Dict, List, Optional

import torch
from torch import Tensor, nn

from diffusers_export.tracing import traced
from verifiers_export.preprocessing import Preprocess


@dataclass
class Export:
    """One verifier, its weights in float32.

    network: normalised pictures, then the conditions, to scores [B] or unit vectors [B, size]. Conditions are what `text` makes of the tokens or, without
    `text`, the tokens themselves.
    reference: PIL pictures and as many prompts to the same numbers by the implementation that people compare with.
    """

    kind: str
    description: str
    range: str
    preprocess: Preprocess
    network: nn.Module
    reference: Callable
    text: Optional[nn.Module] = None
    tokenizers: List[dict] = field(default_factory=list)
    files: Dict[str, str] = field(default_factory=dict)  # what the tokenizers read, by name
    encode: Optional[Callable] = None  # prompts to the tensors that Prospector's tokenizers make
    size: int = 0  # of a vector of features; 0 where there is a score


class Alone(nn.Module):
    def __init__(self, preprocess, network, dtype: torch.dtype):
        super().__init__()
        self.preprocess, self.network, self.dtype = preprocess, network, dtype

    def forward(self, pictures: Tensor) -> Tensor:
        return self.network(self.preprocess(pictures).to(self.dtype)).float()


class WithOne(Alone):
    def forward(self, pictures: Tensor, condition: Tensor) -> Tensor:
        return self.network(self.preprocess(pictures).to(self.dtype), condition).float()


class WithTwo(Alone):
    def forward(self, pictures: Tensor, first: Tensor, second: Tensor) -> Tensor:
        return self.network(self.preprocess(pictures).to(self.dtype), first, second).float()


class Text(nn.Module):
    """Tokens to what is kept of a prompt, float32."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> Tensor:
        return self.network(ids).float()


@torch.inference_mode()
def scripts(export, dtype):
    """The TorchScript parts by name, with weights of this type."""
    tokens = export.encode(["a red circle", "two blue squares"]) if export.encode else []
    parts, conditions = {}, tokens
    if export.text is not None:
        parts["text"] = torch.jit.script(Text(traced(export.text.to(dtype), tuple(tokens))))
        conditions = [parts["text"](*tokens)]
    pictures = torch.linspace(0, 1, 2 * 3 * 40 * 56).reshape(2, 3, 40, 56)
    network = traced(export.network.to(dtype), (export.preprocess(pictures).to(dtype), *conditions))
    wrapper = (Alone, WithOne, WithTwo)[len(conditions)]
    parts["features" if export.size else "score"] = torch.jit.script(wrapper(export.preprocess, network, dtype).eval())
    return parts
