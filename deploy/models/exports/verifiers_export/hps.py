"""HPSv2.1: the cosine of picture and prompt by open_clip's ViT-H-14, its weights a state dict."""

import copy
import os

import open_clip
import torch
import torch.nn.functional as F
import torchvision.transforms.functional as V
from open_clip.tokenizer import SimpleTokenizer
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from torch import nn

from verifiers_export import texts
from verifiers_export.checkpoints import load, state_dict
from verifiers_export.clip import Cosine
from verifiers_export.export import Export
from verifiers_export.preprocessing import CLIP_MEAN, CLIP_STD, Preprocess
from verifiers_export.repairs import repairs

LENGTH = 77
PATTERN = r"<start_of_text>|<end_of_text>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


class Pictures(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.visual = model.visual

    def forward(self, pictures):
        return F.normalize(self.visual(pictures), dim=1)


class Texts(nn.Module):
    """The model without its eyes, which would be written a second time."""

    def __init__(self, model):
        super().__init__()
        self.model = copy.copy(model)
        self.model._modules = {name: module for name, module in model._modules.items() if name != "visual"}

    def forward(self, ids):
        return self.model.encode_text(ids, normalize=True)


def architecture(name):
    """open_clip's own by name, or of a configuration file."""
    if name.endswith(".json"):
        open_clip.add_model_config(name)
        name = os.path.basename(name).removesuffix(".json")
    try:
        return open_clip.create_model(name, pretrained=None, load_weights=False)
    except RuntimeError as e:
        raise SystemExit(f"--architecture was {name}, expected one of open_clip's, such as ViT-H-14, or a configuration in JSON") from e


def bpe():
    """open_clip's tokenizer as a tokenizer.json."""
    simple = SimpleTokenizer()
    ranked = sorted(simple.bpe_ranks, key=simple.bpe_ranks.get)
    start, end = "<start_of_text>", "<end_of_text>"
    tokenizer = Tokenizer(models.BPE(vocab=dict(simple.encoder), merges=ranked, end_of_word_suffix="</w>", fuse_unk=False, unk_token=end))
    tokenizer.normalizer = normalizers.Sequence(
        [*repairs(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}", special_tokens=[(start, simple.encoder[start]), (end, simple.encoder[end])])
    return texts.portable(tokenizer)


def fitted(picture, size):
    """As HPSv2 prepares pictures: the long side to `size` by float bicubic, black bars around, normalised."""
    tensor = V.to_tensor(picture)
    scale = size / max(tensor.shape[1:])
    rows, columns = (round(side * scale) for side in tensor.shape[1:])
    tensor = V.resize(tensor, [rows, columns], V.InterpolationMode.BICUBIC, antialias=True)
    down, right = size - rows, size - columns
    return V.normalize(V.pad(tensor, [right // 2, down // 2, right - right // 2, down - down // 2]), CLIP_MEAN, CLIP_STD)


def hps(args):
    model = load(architecture(args.architecture), state_dict(args.checkpoint, "HPSv2.1's weights, such as HPS_v2.1_compressed.pt"), args.checkpoint)
    size = model.visual.image_size
    size = size if isinstance(size, int) else size[0]
    tokenize = SimpleTokenizer(context_length=LENGTH)
    json = bpe()

    def reference(pictures, prompts):
        image = model.encode_image(torch.stack([fitted(p, size) for p in pictures]), normalize=True)
        return (image * model.encode_text(tokenize(prompts), normalize=True)).sum(1)

    preprocess = Preprocess([size, size], [size, size], CLIP_MEAN, CLIP_STD, fit="longest", levels=False)
    return Export("hps", "HPSv2.1: people's preference, by CLIP-H tuned on HPD v2 (Wu et al. 2023)", "about 0.2 to 0.35", preprocess,
                  Cosine(Pictures(model), 1.), reference, Texts(model), [texts.entry(LENGTH, 0, False)], {texts.FILE: json},
                  texts.encoder(json, LENGTH, 0, False))
