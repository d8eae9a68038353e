"""Checkpoints of verifiers in their published layouts: true classes, tiny, with random weights."""

import json
import os

import torch
from open_clip.tokenizer import SimpleTokenizer
from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel, CLIPTokenizerFast


def clip_vocabulary(folder, merges=200):
    """The first merges of CLIP's own vocabulary, in the files that transformers reads."""
    whole = SimpleTokenizer()
    ranked = sorted(whole.bpe_ranks, key=whole.bpe_ranks.get)[:merges]
    symbols = list(whole.byte_encoder.values())
    names = [*symbols, *[s + "</w>" for s in symbols], *["".join(m) for m in ranked], "<|startoftext|>", "<|endoftext|>"]
    with open(os.path.join(folder, "vocab.json"), "w", encoding="utf-8") as f:
        json.dump({name: i for i, name in enumerate(names)}, f, ensure_ascii=False)
    with open(os.path.join(folder, "merges.txt"), "w", encoding="utf-8") as f:
        f.write("#version: 0.2\n" + "".join(" ".join(m) + "\n" for m in ranked))
    return len(names)


def clip(folder, seed=0, width=32, image=32):
    os.makedirs(folder)
    torch.manual_seed(seed)
    size = clip_vocabulary(folder)
    ids = dict(bos_token_id=size - 2, eos_token_id=size - 1, pad_token_id=size - 1)
    same = dict(hidden_size=width, intermediate_size=2 * width, num_hidden_layers=2, num_attention_heads=2)
    model = CLIPModel(CLIPConfig(text_config=dict(vocab_size=size, max_position_embeddings=77, **ids, **same),
                                 vision_config=dict(image_size=image, patch_size=8, **same), projection_dim=width))
    with torch.no_grad():
        for p in model.parameters():
            if p.ndim > 1:
                p.mul_(4)  # fresh weights hardly tell pictures apart
    model.save_pretrained(folder)
    CLIPImageProcessorPil(size={"shortest_edge": image}, crop_size={"height": image, "width": image}).save_pretrained(folder)
    CLIPTokenizerFast(vocab=os.path.join(folder, "vocab.json"), merges=os.path.join(folder, "merges.txt")).save_pretrained(folder)
    return folder
