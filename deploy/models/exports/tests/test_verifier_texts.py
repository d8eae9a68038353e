"""The ids that bundles make of prompts against those of the code that people run, on hostile text."""

import os

import pytest
from open_clip.tokenizer import SimpleTokenizer
from transformers import AutoTokenizer

from specimens import tiny_verifiers as tiny
from verifiers_export import texts
from verifiers_export.hps import bpe

HOSTILE = ["", " ", "a red circle left of a blue square", "A CAFÉ — naïve! 12345", "it's they're I'll we'd don't", "cafe\u0301 nai\u0308ve", "🦊👩‍👩‍👧‍👦 a fox 🇩🇪",
           "שלום עולם مرحبا بالعالم", "Ünïcödé ΣΊΣΥΦΟΣ ǅ ß İ", "一只红色的狐狸、東京タワー", "tab\tnew\nline\r\n end  ", "a_b-c/d\\e <tag> #1 @me 50% (x:1.2)", "¹²³ ½ Ⅳ ٣", "... !!! ?!?",
           "the " * 1000, "x" * 3000, "\u200bzero\u200dwidth\ufeff", "a\u00a0b\u3000c",
           "“quoted” it’s ‘fine’ ﬁne …", "&amp; &lt;b&gt; &amp;quot; it&#39;s", "Ｆｕｌｌ　ｗｉｄｔｈ ｶﾀｶﾅ", "a\x00b\x07c\x1b[31mred", "\u2028x\u2029y", "a\x85b\x93c", "x\xadz", "ΣΑ Σ Σ."]


def test_hps_reads_prompts_as_open_clip_does():
    encode, reference = texts.encoder(bpe(), 77, 0, False), SimpleTokenizer(context_length=77)
    wrong = [text[:40] for text in HOSTILE if encode([text])[0].tolist() != reference([text]).tolist()]
    assert not wrong


@pytest.mark.parametrize("kind", ["clip", "bert"])
def test_tokenizer_files_read_prompts_as_transformers_does(kind, tmp_path):
    folder = os.path.join(tmp_path, kind)
    folder = tiny.clip(folder) if kind == "clip" else tiny.imagereward(folder)[1]
    reference, length = AutoTokenizer.from_pretrained(folder), 35
    encode = texts.encoder(texts.backend(reference, folder), length, reference.pad_token_id, True)
    for text in HOSTILE:
        ids, mask = encode([text])
        wanted = reference([text], padding="max_length", truncation=True, max_length=length, return_tensors="pt")
        assert ids.tolist() == wanted["input_ids"].tolist() and mask.tolist() == wanted["attention_mask"].tolist(), text[:40]
