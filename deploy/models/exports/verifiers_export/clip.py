"""CLIPScore and PickScore: a CLIPModel of transformers, scored by the cosine of picture and prompt."""

import torch
import torch.nn.functional as F
from torch import nn
from transformers import AutoTokenizer, CLIPImageProcessorPil, CLIPModel

from verifiers_export import texts
from verifiers_export.checkpoints import pretrained
from verifiers_export.export import Export
from verifiers_export.preprocessing import from_processor


class Pictures(nn.Module):
    """Unit vectors of normalised pictures."""

    def __init__(self, model):
        super().__init__()
        self.vision, self.projection = model.vision_model, model.visual_projection

    def forward(self, pictures):
        return F.normalize(self.projection(self.vision(pixel_values=pictures).pooler_output), dim=1)


class Texts(nn.Module):
    """Unit vectors of tokens. No mask: a causal encoder read at the end token does not see what follows."""

    def __init__(self, model):
        super().__init__()
        self.text, self.projection = model.text_model, model.text_projection

    def forward(self, ids):
        return F.normalize(self.projection(self.text(input_ids=ids).pooler_output), dim=1)


class Cosine(nn.Module):
    """scale times the cosine, not below `low`."""

    def __init__(self, pictures, scale, low=None):
        super().__init__()
        self.pictures, self.scale, self.low = pictures, scale, low

    def forward(self, pictures, text):
        scores = self.scale * (self.pictures(pictures).float() * text).sum(1)
        return scores if self.low is None else scores.clamp(min=self.low)


def cosine(args, kind, description, expected, low, scale):
    model = pretrained(CLIPModel, args.checkpoint)
    processor = pretrained(CLIPImageProcessorPil, args.checkpoint)
    tokenizer = pretrained(AutoTokenizer, args.checkpoint)
    length, pad = model.config.text_config.max_position_embeddings, tokenizer.pad_token_id
    json = texts.backend(tokenizer, args.checkpoint)
    scale = scale(model)

    def reference(pictures, prompts):
        tokens = tokenizer(prompts, padding=True, truncation=True, max_length=length, return_tensors="pt")
        pixels = processor(pictures, return_tensors="pt")["pixel_values"]
        out = model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"], pixel_values=pixels)
        scores = scale * (out.image_embeds * out.text_embeds).sum(1)
        return scores if low is None else scores.clamp(min=low)

    return Export(kind, description, expected, from_processor(processor, args.checkpoint), Cosine(Pictures(model), scale, low), reference, Texts(model),
                  [texts.entry(length, pad, False)], {texts.FILE: json}, texts.encoder(json, length, pad, False))


def clipscore(args):
    return cosine(args, "clipscore", "CLIPScore: 2.5 times the cosine between picture and prompt by CLIP, not below 0 (Hessel et al. 2021)",
                  "0 to 2.5; photographs with their captions about 0.6 to 0.9", 0., lambda model: 2.5)


def pickscore(args):
    return cosine(args, "pickscore", "PickScore: people's choice between pictures, by CLIP-H tuned on Pick-a-Pic (Kirstain et al. 2023)",
                  "about 18 to 24", None, lambda model: model.logit_scale.exp().item())
