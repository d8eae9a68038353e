"""Stable Diffusion 1 as its authors' one file, and adapters as people publish them: what export_diffusers.py reads beside directories."""

import re

import safetensors.torch

RESNET = {"norm1": "in_layers.0", "conv1": "in_layers.2", "norm2": "out_layers.0", "conv2": "out_layers.3", "time_emb_proj": "emb_layers.1", "conv_shortcut": "skip_connection"}
ENDS = {"time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2", "conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2"}
ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}


def stable_diffusion(pipe, path):
    """All of its weights in one file, by the names of the original code, for one resnet a level."""
    weights = {"model.diffusion_model." + unet(key): value for key, value in pipe.unet.state_dict().items()}
    for key, value in pipe.vae.state_dict().items():
        name = vae(key, len(pipe.vae.config.block_out_channels))
        linear = value.ndim == 2 and "attn_1" in name
        weights["first_stage_model." + name] = value[:, :, None, None] if linear else value
    for key, value in pipe.text_encoder.state_dict().items():
        name = key if key.startswith("text_model.") else "text_model." + key
        weights["cond_stage_model.transformer." + name] = value
    safetensors.torch.save_file({key: value.contiguous().clone() for key, value in weights.items()}, path)


def unet(key):
    for ours, theirs in ENDS.items():
        if key.startswith(ours + "."):
            return theirs + key.removeprefix(ours)
    if found := re.fullmatch(r"mid_block\.(resnets|attentions)\.(\d)\.(.+)", key):
        place = 1 if found[1] == "attentions" else 2 * int(found[2])
        return f"middle_block.{place}.{inner(found[1], found[3])}"
    way, block, kind, layer, rest = re.fullmatch(r"(down|up)_blocks\.(\d)\.(\w+)\.(\d)\.(.+)", key).groups()
    place = 1 + 2 * int(block) + int(layer) if way == "down" else 2 * int(block) + int(layer)
    if kind == "downsamplers":
        return f"input_blocks.{2 + 2 * int(block)}.0.op.{rest.removeprefix('conv.')}"
    if kind == "upsamplers":
        return f"output_blocks.{1 + 2 * int(block)}.{2 if block == '0' else 1}.{rest}"  # after the attention that the first has
    return f"{'input' if way == 'down' else 'output'}_blocks.{place}.{1 if kind == 'attentions' else 0}.{inner(kind, rest)}"


def inner(kind, rest):
    part, _, leaf = rest.rpartition(".")
    return rest if kind == "attentions" else f"{RESNET[part]}.{leaf}"


def vae(key, count):
    key = re.sub(r"up_blocks\.(\d)", lambda found: f"up.{count - 1 - int(found[1])}", key.replace("down_blocks", "down"))
    key = re.sub(r"mid_block\.resnets\.(\d)", lambda found: f"mid.block_{int(found[1]) + 1}", key)
    if found := re.fullmatch(r"(.+)\.mid_block\.attentions\.0\.(.+)\.(\w+)", key):
        return f"{found[1]}.mid.attn_1.{ATTENTION[found[2]]}.{found[3]}"
    for ours, theirs in {"resnets": "block", "conv_shortcut": "nin_shortcut", "downsamplers.0": "downsample", "upsamplers.0": "upsample", "conv_norm_out": "norm_out"}.items():
        key = key.replace(ours, theirs)
    return key


def adapter(pipe, folder, rank=2):
    """LoRA weights for the U-Net's queries and values, as diffusers' training scripts write them; they are active in the pipeline."""
    import torch
    from diffusers.utils import convert_state_dict_to_diffusers
    from peft import LoraConfig, get_peft_model_state_dict

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        pipe.unet.add_adapter(LoraConfig(r=rank, lora_alpha=rank, target_modules=["to_q", "to_v"], init_lora_weights=False))
    type(pipe).save_lora_weights(folder, unet_lora_layers=convert_state_dict_to_diffusers(get_peft_model_state_dict(pipe.unet)))
    return folder / "pytorch_lora_weights.safetensors"
