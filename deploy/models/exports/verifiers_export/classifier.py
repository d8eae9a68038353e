"""What an image classifier of transformers says: the logit of the class that the prompt names, or all classes' probabilities."""

import torch
import torch.nn.functional as F
from torch import nn
from transformers import AutoImageProcessor, AutoModelForImageClassification

from verifiers_export.checkpoints import pretrained
from verifiers_export.export import Export
from verifiers_export.preprocessing import from_processor

LABELS = "labels.txt"


class Logit(nn.Module):
    """NaN for the id after the last: the empty prompt names no class."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pictures, ids):
        logits = F.pad(self.model(pixel_values=pictures).logits.float(), [0, 1], value=float("nan"))
        return logits.gather(1, ids)[:, 0]


class Probabilities(nn.Module):
    """Of all classes; they sum to 1."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pictures):
        return self.model(pixel_values=pictures).logits.float().softmax(1)


def read(args):
    return pretrained(AutoModelForImageClassification, args.checkpoint), pretrained(AutoImageProcessor, args.checkpoint, backend="pil")


def classes(args):
    model, processor = read(args)

    def reference(pictures, prompts):
        return model(**processor(pictures, return_tensors="pt")).logits.softmax(1)

    return Export("classes", f"Probabilities of {model.config.num_labels} classes by {type(model).__name__}", "numbers from 0 to 1, sum 1",
                  from_processor(processor, args.checkpoint), Probabilities(model), reference, size=model.config.num_labels)


def classifier(args):
    model, processor = read(args)
    names = [model.config.id2label[i] for i in range(model.config.num_labels)]
    ids = {}
    for i, line in enumerate(names):
        for name in line.split(","):
            ids.setdefault(name.strip().lower(), i)  # as Prospector reads the file

    def encode(prompts):
        return [torch.tensor([[ids.get(prompt.strip().lower(), len(names))] for prompt in prompts])]

    def reference(pictures, prompts):
        logits = model(**processor(pictures, return_tensors="pt")).logits
        return logits[torch.arange(len(prompts)), encode(prompts)[0][:, 0]]

    return Export("classifier", f"Logit of the class that the prompt names, of {len(names)}, by {type(model).__name__}", "unbounded; sums of exponentials are softmax's",
                  from_processor(processor, args.checkpoint), Logit(model), reference,
                  tokenizers=[{"type": "labels", "file": LABELS, "length": 1, "empty": len(names), "mask": False}], files={LABELS: "".join(n + "\n" for n in names)},
                  encode=encode)
