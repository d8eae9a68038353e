"""Tokenizers as Prospector runs them: a tokenizer.json, cut to a length and padded on the right."""

import json

import torch
from tokenizers import Tokenizer

FILE = "tokenizer.json"


def entry(length, pad, mask):
    return {"type": "huggingface", "file": FILE, "length": length, "pad": pad, "mask": mask}


def backend(tokenizer, name):
    """The tokenizer.json of a transformers tokenizer, without what Prospector decides itself."""
    if not getattr(tokenizer, "is_fast", False):
        raise SystemExit(f"{name}: its tokenizer has no tokenizer.json, expected one")
    return portable(tokenizer.backend_tokenizer)


def portable(tokenizer):
    copy = Tokenizer.from_str(tokenizer.to_str())
    copy.no_truncation()
    copy.no_padding()
    return json.dumps(json.loads(copy.to_str()), ensure_ascii=False, indent=1) + "\n"


def encoder(text, length, pad, mask):
    """Prompts to ids, and a mask if asked for."""
    tokenizer = Tokenizer.from_str(text)
    tokenizer.enable_truncation(length)

    def encode(prompts):
        rows = [tokenizer.encode(prompt).ids for prompt in prompts]
        ids = torch.tensor([row + [pad] * (length - len(row)) for row in rows])
        present = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in rows])
        return [ids, present] if mask else [ids]

    return encode
