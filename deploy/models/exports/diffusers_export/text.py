"""Tokenizer files of a bundle, and example ids."""

import inspect
import os

import torch
from tokenizers import Tokenizer, normalizers

PROMPTS = ("a red fox in the snow", "", "two birds", "a lighthouse at night, oil on canvas, by the sea")


def huggingface(tokenizer, folder, file, length, mask=False, before=()):
    """Write a tokenizer as one file and return its row of the manifest. `before`: normalizers for what the pipeline itself does to a text."""
    if tokenizer.padding_side != "right":
        raise ValueError(f"tokenizer_config.json: padding_side is {tokenizer.padding_side!r}, expected 'right'")
    backend = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    backend.no_padding()  # a tokenizer that was used keeps the length of its last call
    backend.no_truncation()
    if before:
        own = [backend.normalizer] if backend.normalizer is not None else []
        backend.normalizer = normalizers.Sequence([*before, *own])
    backend.save(os.path.join(folder, file))
    return {"type": "huggingface", "file": file, "length": length, "pad": tokenizer.pad_token_id, "mask": mask}


def encoded(tokenizer, length, batch):
    """Ids and mask `[batch, length]` of prompts of several lengths, the empty one among them."""
    prompts = [PROMPTS[i % len(PROMPTS)] for i in range(batch)]
    out = tokenizer(prompts, padding="max_length", max_length=length, truncation=True, return_tensors="pt")
    return out.input_ids, out.attention_mask


def call_default(pipe, name):
    """What the pipeline's authors take where its caller says nothing."""
    return inspect.signature(type(pipe).__call__).parameters[name].default


def negatives(prompts, negative):
    """One negative prompt for each prompt, from None, one for all, or a list."""
    return list(negative) if isinstance(negative, (list, tuple)) else [negative or ""] * len(prompts)


def generators(seeds):
    return [torch.Generator("cpu").manual_seed(seed) for seed in seeds]
