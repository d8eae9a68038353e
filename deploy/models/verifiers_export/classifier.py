"""The logit of the class that the prompt names, by an image classifier of transformers."""

import torch
from torch import nn
from transformers import AutoModelForImageClassification, AutoProcessor

from verifiers_export.checkpoints import pretrained
from verifiers_export.export import Export
from verifiers_export.preprocessing import from_processor

LABELS = "labels.txt"


class Logit(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pictures, ids):
        return self.model(pixel_values=pictures).logits.float().gather(1, ids)[:, 0]


def classifier(args):
    model = pretrained(AutoModelForImageClassification, args.checkpoint)
    processor = pretrained(AutoProcessor, args.checkpoint, backend="pil")
    names = [model.config.id2label[i] for i in range(model.config.num_labels)]

    def index(prompt):
        return next(i for i, name in enumerate(names) if prompt in [n.strip() for n in name.split(",")])

    def encode(prompts):
        return [torch.tensor([[index(prompt) if prompt in prompts and any(prompt in n for n in names) else 0] for prompt in prompts])]

    def reference(pictures, prompts):
        logits = model(**processor(pictures, return_tensors="pt")).logits
        return logits[torch.arange(len(prompts)), [index(p) for p in prompts]]

    return Export("classifier", f"Logit of the class that the prompt names, of {len(names)}, by {type(model).__name__}", "unbounded; sums of exponentials are softmax's",
                  from_processor(processor, args.checkpoint), Logit(model), reference,
                  tokenizers=[{"type": "labels", "file": LABELS, "length": 1, "empty": 0, "mask": False}], files={LABELS: "".join(n + "\n" for n in names)},
                  encode=encode)
