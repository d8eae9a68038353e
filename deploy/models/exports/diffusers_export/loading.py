"""Checkpoints as people publish them, as a pipeline that is ready to be traced: a directory or a hub id, one file, with adapters fused."""

import importlib.util
import os

import diffusers
import torch
import transformers

from .families import family_of

DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
UNUSED = ("safety_checker", "feature_extractor", "image_encoder")
TEXT = "text_encoder"  # and what begins with it
FILES = (".safetensors", ".ckpt")


def load(model, dtype, text_dtype, scheduler=None, without=(), variant=None, config=None, loras=()):
    diffusers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    types = {"default": DTYPES[dtype], TEXT: DTYPES[text_dtype], "vae": torch.float32}
    if os.path.isfile(model):
        pipe = from_file(model, types, without, config, variant)
    elif config is not None:
        raise ValueError(f"--config {config} was given with {model}, expected it with one file of weights, whose configuration it is")
    else:
        pipe = from_directory(model, types, without, variant)
    for lora in loras:
        fuse(pipe, *lora_of(lora))
    if scheduler is not None:
        pipe.scheduler = replaced(pipe.scheduler, scheduler)
    for component in modules(pipe).values():
        component.eval().requires_grad_(False)
    return pipe


def modules(pipe):
    """Components with weights, by their names."""
    return {key: part for key, part in pipe.components.items() if isinstance(part, torch.nn.Module)}


def type_of(key, types):
    """Of the weights of a component: all text encoders of a pipeline have the same."""
    return types[TEXT] if key.startswith(TEXT) else types.get(key, types["default"])


def replaced(scheduler, name):
    """Another scheduler with this one's configuration, where it means the same to both."""
    if not hasattr(diffusers, name):
        raise ValueError(f"--scheduler {name}, expected the name of a scheduler of diffusers")
    config = {"clip_sample": False, **scheduler.config}  # pixels are clipped, never latents: who left the key out did not mean its default
    if name == "DDIMScheduler" and type(scheduler).__name__ != name and config.get("timestep_spacing") == "linspace":
        config["timestep_spacing"] = "leading"  # DDIM's own: its steps do not lead along the other
    return getattr(diffusers, name).from_config(config)


def from_directory(model, types, without, variant):
    if os.path.isdir(model) and not os.path.isfile(os.path.join(model, "model_index.json")):
        raise ValueError(f"{model}: no model_index.json, expected a directory that diffusers' save_pretrained wrote, or one file that ends in {' or '.join(FILES)}")
    index = diffusers.DiffusionPipeline.load_config(model)
    left_out = unused(index, without)
    # each weight is read in the type it shall have: what was rounded to half first would stay so
    by_component = {"default": types["default"], **{key: type_of(key, types) for key in index if key not in left_out}}
    try:
        return diffusers.DiffusionPipeline.from_pretrained(model, torch_dtype=by_component, variant=variant, **left_out)
    except (ValueError, OSError) as e:
        if variant is not None:
            raise ValueError(f"{model}: no weights of --variant {variant} ({first_line(e)}), expected a variant that is there, or none") from e
        if os.path.isdir(model) and (found := sorted(variants(model))):
            raise ValueError(f"{model}: {first_line(e)}; there are weights of other variants: --variant {' or '.join(found)}") from e
        raise


def variants(folder):
    """Names of variants, such as fp16 of diffusion_pytorch_model.fp16.safetensors."""
    names = (name for _, _, files in os.walk(folder) for name in files if name.endswith((".safetensors", ".bin")))
    return {parts[1].split("-")[0] for name in names if len(parts := name.split(".")) == 3}


def from_file(path, types, without, config, variant):
    """One file with all parts under their authors' names. What it does not hold (configurations, tokenizers, the scheduler) comes from `config`."""
    if not path.endswith(FILES):
        raise ValueError(f"{path}: expected a file that ends in {' or '.join(FILES)}, or a directory that diffusers' save_pretrained wrote")
    if variant is not None:
        raise ValueError(f"--variant {variant} was given with the file {path}, expected it with a directory of several variants")
    if config is None:
        raise ValueError(f"{path}: one file of weights, expected --config with the pipeline that it is of: a directory or a hub id, of which no weights are read")
    index = diffusers.DiffusionPipeline.load_config(config)
    family_of(index["_class_name"])
    pipeline = getattr(diffusers, index["_class_name"])
    if not hasattr(pipeline, "from_single_file"):
        raise ValueError(f"{path}: diffusers reads no {index['_class_name']} from one file, expected a directory that save_pretrained wrote")
    try:
        pipe = pipeline.from_single_file(path, config=config, torch_dtype=torch.float32, **unused(index, without))  # takes one type for all components
    except Exception as e:  # diffusers' own says which part is missing, others what does not fit
        raise ValueError(
            f"{path}: no {index['_class_name']} by --config {config} ({first_line(e)}); of a file with the denoiser alone, put it into that pipeline in diffusers "
            f"and save_pretrained the whole",
        ) from e
    for key, module in modules(pipe).items():
        cast(module, type_of(key, types))
    return pipe


def cast(module, dtype):
    """To another type, except for what its authors keep in float32 where that is float16, whose range is too small for it (T5's `wo`)."""
    names = getattr(module, "_keep_in_fp32_modules", None) or () if dtype == torch.float16 else ()
    kept = {name: weight.data.float() for name, weight in module.named_parameters() if any(f".{part}." in f".{name}." for part in names)}
    module.to(dtype)
    for name, weight in kept.items():
        module.get_parameter(name).data = weight


def unused(index, without):
    """Components that are left behind, as arguments of from_pretrained."""
    family_of(index["_class_name"])
    empty = (key for key, value in index.items() if value in ([None, None], (None, None)))
    return dict.fromkeys((*without, *(key for key in UNUSED if key in index), *empty))


def lora_of(text):
    """FILE or FILE:SCALE."""
    path, colon, scale = text.rpartition(":")
    if not colon or os.path.exists(text):
        return text, 1.0
    try:
        return path, float(scale)
    except ValueError as e:
        raise ValueError(f"--lora {text}, expected FILE or FILE:SCALE with a number") from e


def fuse(pipe, path, scale):
    """Adds an adapter's weights to those that it adapts. Nothing of it is left to be traced."""
    if importlib.util.find_spec("peft") is None:
        raise ValueError(f"--lora {path}: diffusers reads it with peft, which is not installed: pip install -r requirements-export.txt")
    if not hasattr(pipe, "load_lora_weights"):
        raise ValueError(f"--lora {path}: diffusers has no adapters of {type(pipe).__name__}, expected another model")
    if not os.path.isfile(path):
        raise ValueError(f"--lora {path}: no such file, expected an adapter's weights")
    before = {key: checksum(part) for key, part in modules(pipe).items()}
    try:
        pipe.load_lora_weights(os.path.dirname(os.path.abspath(path)), weight_name=os.path.basename(path))
        pipe.fuse_lora(lora_scale=scale)
        pipe.unload_lora_weights()
    except Exception as e:  # of peft, safetensors and torch alike
        raise ValueError(f"--lora {path}: no adapter of this {type(pipe).__name__} ({first_line(e)})") from e
    if scale != 0 and all(checksum(part) == before[key] for key, part in modules(pipe).items()):
        raise ValueError(f"--lora {path}: changes no weight of this {type(pipe).__name__}, expected an adapter of it")


def checksum(module):
    return [float(parameter.double().sum()) for parameter in module.parameters()]


def first_line(e):
    return next((line.strip() for line in str(e).splitlines() if line.strip()), type(e).__name__)
