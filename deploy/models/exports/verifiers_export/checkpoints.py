"""Reads checkpoints; what can't be read is one clear complaint."""

import os

import torch

WEIGHTS = dict(dtype=torch.float32, attn_implementation="sdpa")


def pretrained(what, name, **more):
    """A transformers model, processor or tokenizer of a directory or a Hub id."""
    model = hasattr(what, "config_class") or what.__name__.startswith("AutoModel")
    try:
        read = what.from_pretrained(name, **(WEIGHTS if model else {}), **more)
    except (OSError, ValueError, KeyError) as e:
        raise SystemExit(f"{name}: no {what.__name__} there ({str(e).splitlines()[0]}), expected a checkpoint in transformers' layout") from e
    return read.eval().requires_grad_(False) if model else read


def state_dict(path, expected):
    """A file of tensors by name; a wrapping `state_dict` or `model` is taken off."""
    if not os.path.isfile(path):
        raise SystemExit(f"{path}: no such file, expected {expected}")
    if path.endswith(".safetensors"):
        from safetensors.torch import load_file
        return load_file(path)
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as e:  # torch has no one type for a file that isn't its own
        raise SystemExit(f"{path}: can't be read ({str(e).splitlines()[0]}), expected {expected}") from e
    for wrapper in ("state_dict", "model"):
        state = state.get(wrapper, state)
    return {key.removeprefix("module."): value for key, value in state.items()}


def load(module, state, path):
    """Every parameter from the file; what the file has more, and what it lacks, is refused by name."""
    wanted = {key for key in module.state_dict()}
    missing, more = sorted(wanted - set(state)), sorted(set(state) - wanted)
    if missing or more:
        raise SystemExit(f"{path}: lacks {missing[:3]} and has {more[:3]} too many ({len(missing)} and {len(more)}), expected another network's weights")
    try:
        module.load_state_dict(state)
    except RuntimeError as e:
        raise SystemExit(f"{path}: {str(e).splitlines()[1].strip()}") from e
    return module.float().eval().requires_grad_(False)
