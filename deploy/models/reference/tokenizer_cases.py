#!/usr/bin/env python3
"""Writes tiny tokenizers as an export does, and what transformers makes of awkward texts, as a reference for dev.prospector.executors.model.

    python deploy/models/reference/tokenizer_cases.py executors/src/test/resources/tokenizers

`cases.json` has the tokenizers' rows of a manifest, the files' SHA-256, and for each text one list of ids and one mask per tokenizer.
"""

import json
import os
import sys

import transformers

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "exports"))
from bundle_files import sha256  # noqa: E402
from diffusers_export.text import huggingface  # noqa: E402
from specimens.tiny_transformers import WORDS, clip_tokenizer, t5_tokenizer  # noqa: E402

# SD3's second tokenizer pads with what may stand in a text
TOKENIZERS = {"clip": (clip_tokenizer("<|endoftext|>"), 77), "clip_2": (clip_tokenizer("!"), 77), "t5": (t5_tokenizer(), 64)}
TEXTS = [
    "", " ", " \t\n ", "a red fox in the snow", "A  Red\tFOX,\nin the 2 snows!", "two birds" + "!" * 9,
    " ".join(WORDS[i % len(WORDS)] for i in range(1000)), "red" * 1000, "x" * 75, "x" * 76, " ".join("a" * 75), " ".join("a" * 76),
    "a fox \U0001f98a, a family \U0001f468\u200d\U0001f469\u200d\U0001f467, a flag \U0001f1f9\U0001f1f7", "\U0001f98a" * 100,
    "cafe\u0301 caf\u00e9 \ufb01ne A\u030a\u212b", "z" + "\u0301\u0323" * 60, "\u05e9\u05dc\u05d5\u05dd red \u0645\u0631\u062d\u0628\u0627",
    "\u202ered fox\u202c", "\u0130stanbul \u0131s\u0131k I\u0307", "\u1e9e \u00df \u03a3\u03c2", "\u7d05\u3044\u72d0",
    "red\u200bfox\u00a0in\u3000the\u2028snow", "\ufeffred",
    "a\x00b", "\x00", "a\x01\x07\x1b[31mred\x7f\x85", "\ufffd\uffff\U0010ffff", "\\u0041 \\n %s {} \"'",
    "<|startoftext|>red<|endoftext|> fox", "<|endoftext|>" * 80, "a </s> red <pad> fox <unk>", "\u2581the\u2581red", "</w>red</w>",
]


def main(folder):
    os.makedirs(folder, exist_ok=True)
    rows = [huggingface(tokenizer, folder, f"{name}.json", length, mask=True) for name, (tokenizer, length) in TOKENIZERS.items()]
    hashes = {}
    for row in rows:
        hashes[row["file"]] = sha256(os.path.join(folder, row["file"]))
    cases = []
    for text in TEXTS:
        found = [tokenizer(text, padding="max_length", max_length=length, truncation=True) for tokenizer, length in TOKENIZERS.values()]
        cases.append({"text": text, "ids": [f["input_ids"] for f in found], "masks": [f["attention_mask"] for f in found]})
    with open(os.path.join(folder, "cases.json"), "w", encoding="ascii", newline="\n") as out:
        head = {"transformers": transformers.__version__, "tokenizers": rows, "sha256": hashes}
        out.write(json.dumps(head, indent=1)[:-2] + ',\n "cases": [\n' + ",\n".join(map(json.dumps, cases)) + "\n ]\n}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
