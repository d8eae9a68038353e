"""ImageReward: BLIP's ViT, BERT that attends to it, and a linear MLP on the first token (Xu et al. 2023); its file is one state dict."""

import re

import torch
import torchvision.transforms as V
from torch import nn
from transformers import AutoTokenizer, BlipTextConfig, BlipTextModel, BlipVisionConfig, BlipVisionModel

from verifiers_export import texts
from verifiers_export.checkpoints import load, pretrained, state_dict
from verifiers_export.export import Export
from verifiers_export.heads import mlp
from verifiers_export.preprocessing import CLIP_MEAN, CLIP_STD, Preprocess

LENGTH = 35
HEAD = 64  # numbers per attention head, in every published BLIP
MEAN, STD = 0.16717362830052426, 1.0333394966054072  # of rewards over the authors' validation set

VISION = [(r"^cls_token$", "embeddings.class_embedding"), (r"^pos_embed$", "embeddings.position_embedding"),
          (r"^patch_embed\.proj\.", "embeddings.patch_embedding."), (r"^blocks\.", "encoder.layers."), (r"\.norm([12])\.", r".layer_norm\1."),
          (r"\.attn\.qkv\.", ".self_attn.qkv."), (r"\.attn\.proj\.", ".self_attn.projection."), (r"^norm\.", "post_layernorm.")]


class Reward(nn.Module):
    def __init__(self, vision, text, layers):
        super().__init__()
        self.vision, self.text, self.layers = vision, text, layers

    def forward(self, pictures, ids, mask):
        seen = self.vision(pixel_values=pictures).last_hidden_state
        # No mask for the picture: BERT may look at all of it.
        read = self.text(input_ids=ids, attention_mask=mask, encoder_hidden_states=seen, is_decoder=False, use_cache=False).last_hidden_state
        return (self.layers(read[:, 0]).float()[:, 0] - MEAN) / STD


def under(state, prefix):
    return {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)}


def depth(state, pattern):
    return 1 + max(int(m.group(1)) for m in (re.match(pattern, key) for key in state) if m)


def vision(state, path):
    for old, new in VISION:
        state = {re.sub(old, new, key): value for key, value in state.items()}
    width, _, patch, _ = state["embeddings.patch_embedding.weight"].shape
    side = round((state["embeddings.position_embedding"].shape[1] - 1) ** .5)
    config = BlipVisionConfig(hidden_size=width, intermediate_size=state["encoder.layers.0.mlp.fc1.weight"].shape[0], image_size=side * patch,
                              num_hidden_layers=depth(state, r"encoder\.layers\.(\d+)\."), num_attention_heads=width // HEAD, patch_size=patch,
                              layer_norm_eps=1e-6)
    config._attn_implementation = "eager"
    return load(BlipVisionModel(config), state, path)


def bert(state, path):
    state.pop("embeddings.position_ids", None)  # a buffer of older versions of transformers
    vocabulary, width = state["embeddings.word_embeddings.weight"].shape
    config = BlipTextConfig(vocab_size=vocabulary, hidden_size=width, max_position_embeddings=state["embeddings.position_embeddings.weight"].shape[0],
                            encoder_hidden_size=state["encoder.layer.0.crossattention.self.key.weight"].shape[1],
                            intermediate_size=state["encoder.layer.0.intermediate.dense.weight"].shape[0],
                            num_hidden_layers=depth(state, r"encoder\.layer\.(\d+)\."), num_attention_heads=width // HEAD,
                            bos_token_id=0, eos_token_id=0, sep_token_id=0, pad_token_id=0)
    config._attn_implementation = "eager"
    return load(BlipTextModel(config, add_pooling_layer=False), state, path)


def imagereward(args):
    state = state_dict(args.checkpoint, "ImageReward.pt")
    try:
        eyes = vision(under(state, "blip.visual_encoder."), args.checkpoint)
        reader = bert(under(state, "blip.text_encoder."), args.checkpoint)
    except (KeyError, ValueError) as e:
        raise SystemExit(f"{args.checkpoint}: lacks {e}, expected ImageReward.pt's keys, blip.visual_encoder.* and blip.text_encoder.*") from e
    head = load(mlp(reader.config.hidden_size), under(state, "mlp."), args.checkpoint).layers
    network = Reward(eyes, reader, head).eval()
    tokenizer = pretrained(AutoTokenizer, args.tokenizer)
    pad, size = tokenizer.pad_token_id, eyes.config.image_size
    json = texts.backend(tokenizer, args.tokenizer)
    transform = V.Compose([V.Resize(size, V.InterpolationMode.BICUBIC), V.CenterCrop(size), V.ToTensor(), V.Normalize(CLIP_MEAN, CLIP_STD)])

    def reference(pictures, prompts):
        tokens = tokenizer(prompts, padding="max_length", truncation=True, max_length=LENGTH, return_tensors="pt")
        return network(torch.stack([transform(p) for p in pictures]), tokens["input_ids"], tokens["attention_mask"])

    return Export("imagereward", "ImageReward: people's preference, by BLIP and an MLP (Xu et al. 2023)", "about -2.5 to 2, standardised by its authors",
                  Preprocess([size, size], [size, size], CLIP_MEAN, CLIP_STD, centre="round"), network, reference,
                  tokenizers=[texts.entry(LENGTH, pad, True)], files={texts.FILE: json}, encode=texts.encoder(json, LENGTH, pad, True))
