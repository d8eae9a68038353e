"""LAION's aesthetic predictor: a linear MLP on CLIP ViT-L/14's unit vector."""

from torch import nn
from transformers import CLIPImageProcessorPil, CLIPModel

from verifiers_export.checkpoints import load, pretrained, state_dict
from verifiers_export.clip import Pictures
from verifiers_export.export import Export
from verifiers_export.heads import mlp
from verifiers_export.preprocessing import from_processor


class Aesthetic(nn.Module):
    def __init__(self, pictures, layers):
        super().__init__()
        self.pictures, self.layers = pictures, layers

    def forward(self, pictures):
        return self.layers(self.pictures(pictures)).float()[:, 0]


def aesthetic(args):
    if args.head is None:
        raise SystemExit("aesthetic: --head missing, expected the MLP's file, such as sac+logos+ava1-l14-linearMSE.pth")
    model = pretrained(CLIPModel, args.checkpoint)
    processor = pretrained(CLIPImageProcessorPil, args.checkpoint)
    head = load(mlp(model.config.projection_dim), state_dict(args.head, "the MLP's weights"), args.head).layers

    def reference(pictures, prompts):
        out = model.get_image_features(**processor(pictures, return_tensors="pt"))
        features = out if hasattr(out, "norm") else out.pooler_output
        return head(features / features.norm(dim=-1, keepdim=True))[:, 0]

    return Export("aesthetic", "LAION's aesthetic predictor: how people rate pictures, by an MLP on CLIP ViT-L/14 (Schuhmann et al. 2022); sees no prompt",
                  "1 to 10; most between 4 and 7", from_processor(processor, args.checkpoint), Aesthetic(Pictures(model), head), reference)
