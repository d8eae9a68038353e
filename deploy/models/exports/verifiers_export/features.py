"""Unit vectors of pictures: CLIP's, DINO's and DINOv2's, for the self-supervised verifier and the Vendi score."""

import torch.nn.functional as F
from torch import nn
from transformers import AutoConfig, AutoModel, BitImageProcessorPil, CLIPImageProcessorPil, CLIPModel, ViTImageProcessorPil

from verifiers_export.checkpoints import pretrained
from verifiers_export.clip import Pictures
from verifiers_export.export import Export
from verifiers_export.preprocessing import from_processor

PROCESSORS = {"clip": CLIPImageProcessorPil, "dinov2": BitImageProcessorPil, "vit": ViTImageProcessorPil}
PAPERS = {"clip": "CLIP (Radford et al. 2021)", "dinov2": "DINOv2 (Oquab et al. 2023)", "vit": "a ViT such as DINO's (Caron et al. 2021)"}


class Token(nn.Module):
    """The class token after the last norm, as a unit vector."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pictures):
        return F.normalize(self.model(pixel_values=pictures).last_hidden_state[:, 0], dim=1)


def features(args):
    kind = pretrained(AutoConfig, args.checkpoint).model_type
    if kind not in PROCESSORS:
        raise SystemExit(f"{args.checkpoint}: model_type was {kind}, expected one of {', '.join(PROCESSORS)}")
    processor = pretrained(PROCESSORS[kind], args.checkpoint)
    clip = kind == "clip"
    model = pretrained(CLIPModel, args.checkpoint) if clip else pretrained(AutoModel, args.checkpoint, **({"add_pooling_layer": False} if kind == "vit" else {}))

    def reference(pictures, prompts):
        pixels = processor(pictures, return_tensors="pt")
        if clip:
            out = model.get_image_features(**pixels)
            found = out if hasattr(out, "norm") else out.pooler_output
        else:
            found = model(**pixels).last_hidden_state[:, 0]
        return found / found.norm(dim=-1, keepdim=True)

    size = model.config.projection_dim if clip else model.config.hidden_size
    return Export("features", f"Unit vectors of images by {PAPERS[kind]}", "numbers from -1 to 1, length 1", from_processor(processor, args.checkpoint),
                  Pictures(model) if clip else Token(model), reference, size=size)
