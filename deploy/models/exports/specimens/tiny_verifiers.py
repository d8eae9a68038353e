"""Checkpoints of verifiers in their published layouts: true classes, tiny, with random weights."""

import json
import os

import open_clip
import torch
from open_clip.tokenizer import SimpleTokenizer
from transformers import (BertTokenizerFast, BitImageProcessorPil, CLIPConfig, CLIPImageProcessorPil, CLIPModel, CLIPTokenizerFast, Dinov2Config,
                          Dinov2Model, ViTConfig, ViTForImageClassification, ViTImageProcessorPil, ViTModel)


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


def clip(folder, seed=0, width=32, image=32, layers=2, merges=200):
    os.makedirs(folder)
    torch.manual_seed(seed)
    size = clip_vocabulary(folder, merges)
    ids = dict(bos_token_id=size - 2, eos_token_id=size - 1, pad_token_id=size - 1)
    same = dict(hidden_size=width, intermediate_size=2 * width, num_hidden_layers=layers, num_attention_heads=2)
    model = CLIPModel(CLIPConfig(text_config=dict(vocab_size=size, max_position_embeddings=77, **ids, **same),
                                 vision_config=dict(image_size=image, patch_size=8, **same), projection_dim=width))
    louder(model).save_pretrained(folder)
    CLIPImageProcessorPil(size={"shortest_edge": image}, crop_size={"height": image, "width": image}).save_pretrained(folder)
    CLIPTokenizerFast(vocab=os.path.join(folder, "vocab.json"), merges=os.path.join(folder, "merges.txt")).save_pretrained(folder)
    return folder


def louder(model, factor=4):
    """Fresh weights hardly tell pictures or prompts apart."""
    with torch.no_grad():
        for p in model.parameters():
            if p.ndim > 1:
                p.mul_(factor)
    return model.eval()


def aesthetic_head(path, width=32):
    torch.manual_seed(1)
    torch.save({f"layers.{i}.{name}": 3 * value for i, layer in zip((0, 2, 4, 6, 7), linears(width)) for name, value in layer.state_dict().items()}, path)
    return path


def linears(width):
    return [torch.nn.Linear(a, b) for a, b in zip((width, 1024, 128, 64, 16), (1024, 128, 64, 16, 1))]


def dinov2(folder):
    torch.manual_seed(2)
    config = Dinov2Config(hidden_size=32, num_hidden_layers=2, num_attention_heads=2, image_size=28, patch_size=7)
    louder(Dinov2Model(config)).save_pretrained(folder)
    BitImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 28, "width": 28}).save_pretrained(folder)
    return folder


def dino(folder, image=32, patch=8):
    torch.manual_seed(3)
    config = ViTConfig(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2, image_size=image, patch_size=patch)
    louder(ViTModel(config, add_pooling_layer=False)).save_pretrained(folder)
    ViTImageProcessorPil(size={"height": image, "width": image}).save_pretrained(folder)
    return folder


def classifier(folder, image=32, patch=8):
    torch.manual_seed(4)
    config = ViTConfig(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2, image_size=image, patch_size=patch,
                       id2label={0: "tench, Tinca tinca", 1: "goldfish", 2: "great white shark"}, label2id={"goldfish": 1})
    louder(ViTForImageClassification(config)).save_pretrained(folder)
    ViTImageProcessorPil(size={"height": image, "width": image}).save_pretrained(folder)
    return folder


def hps(folder):
    """The architecture's file and the weights' file."""
    os.makedirs(folder)
    config = {"embed_dim": 32, "vision_cfg": {"image_size": 32, "layers": 2, "width": 64, "head_width": 32, "patch_size": 8},
              "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2}}
    architecture, weights = os.path.join(folder, "tiny-hps.json"), os.path.join(folder, "HPS_v2.1_compressed.pt")
    with open(architecture, "w") as f:
        json.dump(config, f)
    open_clip.add_model_config(architecture)
    torch.manual_seed(5)
    model = louder(open_clip.create_model("tiny-hps", pretrained=None, load_weights=False))
    torch.save({"state_dict": model.state_dict()}, weights)
    return architecture, weights


def imagereward(folder, width=128, layers=2, patch=8, image=32, vocabulary=120):
    """ImageReward.pt in the keys of its authors, and BERT's tokenizer."""
    os.makedirs(folder)
    generator = torch.Generator().manual_seed(6)
    normal = lambda *shape: torch.randn(shape, generator=generator) * (2 / shape[-1] ** .5 if len(shape) > 1 else .2)  # noqa: E731
    state = {}

    def linear(name, out, into):
        state[name + ".weight"], state[name + ".bias"] = normal(out, into), normal(out)

    def norm(name, size):
        state[name + ".weight"], state[name + ".bias"] = 1 + normal(size), normal(size)

    eye = "blip.visual_encoder."
    state[eye + "cls_token"], state[eye + "pos_embed"] = normal(1, 1, width), normal(1, (image // patch) ** 2 + 1, width)
    state[eye + "patch_embed.proj.weight"], state[eye + "patch_embed.proj.bias"] = normal(width, 3, patch, patch), normal(width)
    for i in range(layers):
        block = f"{eye}blocks.{i}."
        norm(block + "norm1", width), norm(block + "norm2", width)
        linear(block + "attn.qkv", 3 * width, width), linear(block + "attn.proj", width, width)
        linear(block + "mlp.fc1", 2 * width, width), linear(block + "mlp.fc2", width, 2 * width)
    norm(eye + "norm", width)
    read, hidden = "blip.text_encoder.", 64
    state[read + "embeddings.position_ids"] = torch.arange(64)[None]
    state[read + "embeddings.word_embeddings.weight"] = normal(vocabulary, hidden)
    state[read + "embeddings.position_embeddings.weight"] = normal(64, hidden)
    norm(read + "embeddings.LayerNorm", hidden)
    for i in range(layers):
        layer = f"{read}encoder.layer.{i}."
        for attention, seen in (("attention", hidden), ("crossattention", width)):
            linear(f"{layer}{attention}.self.query", hidden, hidden)
            linear(f"{layer}{attention}.self.key", hidden, seen), linear(f"{layer}{attention}.self.value", hidden, seen)
            linear(f"{layer}{attention}.output.dense", hidden, hidden), norm(f"{layer}{attention}.output.LayerNorm", hidden)
        linear(layer + "intermediate.dense", 96, hidden), linear(layer + "output.dense", hidden, 96), norm(layer + "output.LayerNorm", hidden)
    linear("blip.vision_proj", 16, width), linear("blip.text_proj", 16, hidden)
    for i, (a, b) in zip((0, 2, 4, 6, 7), ((hidden, 1024), (1024, 128), (128, 64), (64, 16), (16, 1))):
        linear(f"mlp.layers.{i}", b, a)
    weights = os.path.join(folder, "ImageReward.pt")
    torch.save(state, weights)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz", *["##" + c for c in "abcdefghijklmnopqrstuvwxyz"],
             "a", "red", "circle", "photo", "of", "cat", "blue", "square", "left"]
    with open(os.path.join(folder, "vocab.txt"), "w") as f:
        f.write("\n".join(dict.fromkeys(words)) + "\n")
    BertTokenizerFast(vocab=os.path.join(folder, "vocab.txt")).save_pretrained(folder)
    return weights, folder
