"""ImageReward's file against classes that have its very keys: timm's ViT, which BLIP's eyes are, and transformers' BERT with cross attention, which BLIP's reader is."""

import torch
import torchvision.transforms as V
from timm.models.vision_transformer import VisionTransformer
from torch import nn
from transformers import BertConfig, BertModel, BertTokenizerFast

from specimens import tiny_verifiers as tiny
from export_verifiers import arguments
from verifiers_export.imagereward import imagereward
from verifiers_export.preprocessing import CLIP_MEAN, CLIP_STD
from verifiers_export.writing import picture, run, write

PROMPTS = ["a red circle", "photo of a cat left of a blue square", "", "blue " * 60]
WIDTH, HIDDEN, LAYERS, PATCH, SIZE = 128, 64, 2, 8, 32  # tiny.imagereward's


def part(state, prefix):
    return {key[len(prefix):]: value for key, value in state.items() if key.startswith(prefix)}


def published(state):
    """The layers as ImageReward's own code puts them together, in eval mode."""
    eyes = VisionTransformer(SIZE, PATCH, embed_dim=WIDTH, depth=LAYERS, num_heads=WIDTH // 64, mlp_ratio=2, num_classes=0)
    eyes.load_state_dict(part(state, "blip.visual_encoder."))
    read = part(state, "blip.text_encoder.")
    reader = BertModel(BertConfig(vocab_size=read["embeddings.word_embeddings.weight"].shape[0], hidden_size=HIDDEN, num_hidden_layers=LAYERS, num_attention_heads=1,
                                  intermediate_size=96, max_position_embeddings=64, is_decoder=True, add_cross_attention=True,
                                  attn_implementation="eager"), add_pooling_layer=False)
    for layer in reader.encoder.layer:
        keys = layer.crossattention.self
        keys.key, keys.value = nn.Linear(WIDTH, HIDDEN), nn.Linear(WIDTH, HIDDEN)
    lost = reader.load_state_dict(read, strict=False)
    assert lost.missing_keys == ["embeddings.token_type_embeddings.weight"] and lost.unexpected_keys in ([], ["embeddings.position_ids"])
    nn.init.zeros_(reader.embeddings.token_type_embeddings.weight)  # BLIP has none
    reader.config.is_decoder = False  # it looks at the picture, and at the text in both directions
    head = nn.Sequential(*(nn.Linear(a, b) for a, b in ((HIDDEN, 1024), (1024, 128), (128, 64), (64, 16), (16, 1))))
    for layer, number in zip(head, (0, 2, 4, 6, 7)):
        layer.load_state_dict(part(state, f"mlp.layers.{number}."))
    return eyes.eval(), reader.eval(), head.eval()


def test_scores_are_those_of_the_published_layers(tmp_path):
    weights, folder = tiny.imagereward(str(tmp_path / "checkpoint"))
    eyes, reader, head = published(torch.load(weights, weights_only=True))
    prepare = V.Compose([V.Resize(SIZE, V.InterpolationMode.BICUBIC), V.CenterCrop(SIZE), V.ToTensor(), V.Normalize(CLIP_MEAN, CLIP_STD)])
    args = arguments(["imagereward", weights, str(tmp_path / "bundle"), "--tokenizer", folder])
    export = imagereward(args)
    write(export, args.out, "imagereward", "float32", 2)
    tokenizer, worst, scores = BertTokenizerFast.from_pretrained(folder), 0., []
    for size in [(32, 32), (61, 150), (96, 64), (17, 40)]:
        pictures = [picture(*size, seed=i) for i in range(len(PROMPTS))]
        text = tokenizer(PROMPTS, padding="max_length", truncation=True, max_length=35, return_tensors="pt")
        with torch.inference_mode():
            seen = eyes.forward_features(torch.stack([prepare(p) for p in pictures]))
            read = reader(text["input_ids"], attention_mask=text["attention_mask"], encoder_hidden_states=seen,
                          encoder_attention_mask=torch.ones(seen.shape[:2], dtype=torch.long)).last_hidden_state
            wanted = (head(read[:, 0])[:, 0] - 0.16717362830052426) / 1.0333394966054072
        worst = max(worst, (run(args.out, export, pictures, PROMPTS) - wanted).abs().max().item())
        scores.append(wanted)
    scores = torch.stack(scores)
    worst /= scores.std().item()  # published scores have about 1; fresh weights scatter further
    print(f"\nimagereward against timm's ViT and transformers' BERT: {worst:.1e} standard deviations")
    assert scores.std(0).min() > 1e-2 and scores.std(1).min() > 1e-2, "it hardly looks at pictures or prompts: nothing would be proved"
    assert worst < 1e-3
