"""The checkpoints of DiT and SiT as their authors published them, as a directory of DiTPipeline: `convert_dit.py SiT-XL-2-256x256.pt OUT --kind sit --vae VAE_DIR`.

All sizes are read from the weights. A DiT becomes what diffusers has for it, whose time embedding spaces its frequencies by 1/(n-1) and not by 1/n. A SiT
keeps its own (`flow_convention` in transformer/config.json, see diffusers_export/families/dit.py). Labels: one line a class, its names separated by commas.
"""

import argparse
import math

import torch
from diffusers import AutoencoderKL, DDIMScheduler, DiTPipeline, DiTTransformer2DModel, FlowMatchEulerDiscreteScheduler

HEADS = {384: 6, 768: 12, 1024: 16, 1152: 16}  # S, B, L, XL by width

SCHEDULERS = {
    "dit": lambda: DDIMScheduler(beta_start=1e-4, beta_end=0.02, beta_schedule="linear", clip_sample=False),
    "sit": lambda: FlowMatchEulerDiscreteScheduler(),
}

# within a block, by their names here; the first two are one copy a block there and one of all here
NAMES = {
    "norm1.emb.timestep_embedder.linear_1": "t_embedder.mlp.0", "norm1.emb.timestep_embedder.linear_2": "t_embedder.mlp.2",
    "norm1.linear": "adaLN_modulation.1", "attn1.to_out.0": "attn.proj", "ff.net.0.proj": "mlp.fc1", "ff.net.2": "mlp.fc2",
}


def load(path):
    with torch.serialization.safe_globals([argparse.Namespace]):  # the options of the training run, beside the weights
        state = torch.load(path, map_location="cpu", weights_only=True)
    state = state.get("ema", state)
    for key in ("x_embedder.proj.weight", "y_embedder.embedding_table.weight", "final_layer.linear.weight", "pos_embed"):
        if key not in state:
            raise SystemExit(f"{path}: no {key}, expected the weights of a DiT or SiT as their authors' code saves them")
    return state


def transformer(state, heads, path):
    """An empty transformer of the weights' shape."""
    width, channels, patch, _ = state["x_embedder.proj.weight"].shape
    if heads is None and width not in HEADS:
        raise SystemExit(f"{path}: x_embedder.proj.weight is {width} wide, expected one of {', '.join(map(str, HEADS))}; say --heads for others")
    heads = heads or HEADS[width]
    if width % heads:
        raise SystemExit(f"{path}: x_embedder.proj.weight is {width} wide, expected a multiple of --heads {heads}")
    return DiTTransformer2DModel(
        num_attention_heads=heads, attention_head_dim=width // heads, in_channels=channels, patch_size=patch,
        out_channels=state["final_layer.linear.weight"].shape[0] // patch**2, sample_size=math.isqrt(state["pos_embed"].shape[1]) * patch,
        num_layers=sum(key.endswith("attn.qkv.weight") for key in state), num_embeds_ada_norm=state["y_embedder.embedding_table.weight"].shape[0] - 1, norm_eps=1e-6,
    )


def converted(state, layers):
    """The weights by the names of DiTTransformer2DModel."""
    out = {}
    for kind in ("weight", "bias"):
        out[f"pos_embed.proj.{kind}"] = state[f"x_embedder.proj.{kind}"]
        out[f"proj_out_1.{kind}"] = state[f"final_layer.adaLN_modulation.1.{kind}"]
        out[f"proj_out_2.{kind}"] = state[f"final_layer.linear.{kind}"]
        for i in range(layers):
            block = f"transformer_blocks.{i}"
            for here, there in NAMES.items():
                out[f"{block}.{here}.{kind}"] = state[(there if there.startswith("t_embedder") else f"blocks.{i}.{there}") + f".{kind}"]
            for projection, tensor in zip("qkv", state[f"blocks.{i}.attn.qkv.{kind}"].chunk(3)):
                out[f"{block}.attn1.to_{projection}.{kind}"] = tensor
    for i in range(layers):
        out[f"transformer_blocks.{i}.norm1.emb.class_embedder.embedding_table.weight"] = state["y_embedder.embedding_table.weight"]
    return out


def pipeline(path, kind, vae, heads=None, names=None):
    state = load(path)
    model = transformer(state, heads, path)
    model.load_state_dict(converted(state, model.config.num_layers))
    if not torch.allclose(model.pos_embed.pos_embed, state["pos_embed"].float(), atol=1e-4):
        raise SystemExit(f"{path}: pos_embed is not the sines and cosines that DiTTransformer2DModel computes for it")
    if kind == "sit":
        model.register_to_config(flow_convention="sit")
    pipe = DiTPipeline(transformer=model.eval(), vae=vae, scheduler=SCHEDULERS[kind](), id2label=names)
    if names is not None:
        pipe.register_to_config(id2label=names)  # the constructor leaves them out of what is saved
    return pipe


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint")
    parser.add_argument("out")
    parser.add_argument("--kind", choices=SCHEDULERS, required=True)
    parser.add_argument("--vae", required=True, help="directory of an AutoencoderKL")
    parser.add_argument("--heads", type=int, help="attention heads, where the width is not that of a published model")
    parser.add_argument("--labels", help="file of the classes' names")
    args = parser.parse_args()
    names = None
    if args.labels:
        with open(args.labels, encoding="utf-8") as f:
            names = dict(enumerate(line.strip() for line in f))
    pipeline(args.checkpoint, args.kind, AutoencoderKL.from_pretrained(args.vae), args.heads, names).save_pretrained(args.out)


if __name__ == "__main__":
    main()
