"""DiT and SiT: a transformer over latents that knows classes, not texts, at one size.

Both come as a directory of DiTPipeline. With a discrete scheduler it is DiT. With a flow-matching one it is SiT, which has DiT's layout; `flow_convention` in
transformer/config.json then says what the network's time and velocity are:

* absent: those of diffusers, time = sigma * num_train_timesteps, growing towards the noise, velocity = noise - data;
* `sit`: those of SiT's own checkpoints (Ma et al. 2024), time = 1 - sigma, growing towards the data, velocity = data - noise, and frequencies of the time embedding
  spaced by 1/n where DiTTransformer2DModel has 1/(n-1). convert_dit.py writes such directories.
"""

import copy
import os

import torch
from diffusers.models.embeddings import Timesteps

from .. import autoencoder, text as texts
from ..flow_schedulers import SAMPLERS, flow
from ..schedulers import prediction

name = "dit"
pipelines = ("DiTPipeline",)

CONVENTION = "flow_convention"
SOUND = ("DDIMScheduler", "DPMSolverMultistepScheduler")


class TextEncoder(torch.nn.Module):
    """The class itself is the condition: the denoiser has the table of its embeddings."""

    def forward(self, ids):
        return ids[:, 0].float()


class Denoiser(torch.nn.Module):
    def __init__(self, transformer):
        super().__init__()
        self.transformer, self.channels = transformer, transformer.config.in_channels

    def forward(self, x, t, label):
        return self.transformer(x.to(self.transformer.dtype), timestep=t, class_labels=label.round().long(), return_dict=False)[0][:, : self.channels].float()


class TowardsData(torch.nn.Module):
    """SiT's convention seen as ours."""

    def __init__(self, transformer, train_steps):
        super().__init__()
        self.denoiser, self.train_steps = Denoiser(evenly_timed(transformer)), train_steps

    def forward(self, x, t, label):
        return -self.denoiser(x, 1 - t / self.train_steps, label)


def evenly_timed(transformer):
    """The same transformer with the time embedding's frequencies spaced by 1/n."""
    blocks = torch.nn.ModuleList(replaced(block, "norm1", "emb", "time_proj") for block in transformer.transformer_blocks)
    out = copy.copy(transformer)
    out._modules = {**transformer._modules, "transformer_blocks": blocks}
    return out


def replaced(module, *path):
    """A copy of a module that shares all but what lies on the path, with another time projection at its end."""
    if not path:
        return Timesteps(module.num_channels, flip_sin_to_cos=module.flip_sin_to_cos, downscale_freq_shift=0)
    out = copy.copy(module)
    out._modules = {**module._modules, path[0]: replaced(module._modules[path[0]], *path[1:])}
    return out


def is_flow(pipe):
    return type(pipe.scheduler).__name__ in SAMPLERS


def towards_data(pipe):
    convention = pipe.transformer.config.get(CONVENTION)
    if convention not in (None, "sit") or convention and not is_flow(pipe):
        expected = "absent or 'sit'" if is_flow(pipe) else f"absent with a {type(pipe.scheduler).__name__}"
        raise ValueError(f"transformer/config.json: {CONVENTION} is {convention!r}, expected {expected}")
    return convention == "sit"


def parts(pipe):
    denoiser = TowardsData(pipe.transformer, pipe.scheduler.config.num_train_timesteps) if towards_data(pipe) else Denoiser(pipe.transformer)
    return {"text_encoder": TextEncoder(), "denoiser": denoiser, "decoder": autoencoder.Decoder(pipe.vae), "encoder": autoencoder.Encoder(pipe.vae)}


def empty(pipe):
    """The class "none" comes after all others."""
    return pipe.transformer.config.num_embeds_ada_norm


def examples(pipe, part, batch, height, width):
    config = pipe.transformer.config
    ids = torch.arange(batch)[:, None] * 7 % (empty(pipe) + 1)
    if part == "text_encoder":
        return (ids,)
    if part != "denoiser":
        return autoencoder.examples(pipe, part, batch, height, width, config.in_channels)
    generator = torch.Generator("cpu").manual_seed(batch)
    x = autoencoder.latents(pipe.vae, batch, height, width, config.in_channels, generator)
    return x, pipe.scheduler.config.num_train_timesteps * torch.rand(batch, generator=generator), ids[:, 0].float()


def text(pipe, folder):
    names = {label: [] for label in range(empty(pipe))}
    for words, label in pipe.labels.items():
        if label not in names:
            raise ValueError(f"model_index.json: id2label has {label}, expected numbers below num_embeds_ada_norm of transformer/config.json, {empty(pipe)}")
        names[label].append(words)
    with open(os.path.join(folder, "labels.txt"), "w", encoding="utf-8", newline="\n") as f:
        for label, words in names.items():
            f.write((", ".join(words) or str(label)) + "\n")
    row = {"type": "labels", "file": "labels.txt", "length": 1, "empty": empty(pipe), "mask": False}
    return {"tokenizers": [row], "unconditional": "encode"}


def require_sound(scheduler):
    """DiTPipeline hands its network's scaled input to the scheduler's step, which only those that scale by 1 survive."""
    if (kind := type(scheduler).__name__) not in SOUND:
        raise ValueError(
            f"scheduler_config.json: _class_name is {kind}, expected {' or '.join(SOUND)}, which --scheduler can put in its place: with others DiTPipeline "
            f"steps from a scaled input, and pictures would differ from its",
        )


def manifest(pipe):
    config = pipe.transformer.config
    if is_flow(pipe):
        process = {"family": "sit", **flow(pipe.scheduler, config.patch_size * autoencoder.pixels(pipe.vae)), "prediction": "velocity"}
    else:
        require_sound(pipe.scheduler)
        process = {"prediction": prediction(pipe.scheduler)}
    return {
        **autoencoder.sizes(pipe.vae, config.in_channels, config.sample_size), **process,
        "steps": texts.call_default(pipe, "num_inference_steps"),
        "guidance": {"type": "classifier-free", "scale": texts.call_default(pipe, "guidance_scale")},
        "conditioning": ["label"],
    }


def label(pipe, prompt):
    """A class's number or one of its names; the class "none" for the empty prompt."""
    if prompt == "":
        return empty(pipe)
    return int(prompt) if prompt.isdigit() else pipe.get_label_ids([prompt])[0]


def reference(pipe, prompts, negative, seeds, steps, guidance, height, width):
    """DiTPipeline, whose negative class is always "none"; for SiT, which has no pipeline, a loop over its scheduler. The size is fixed."""
    labels = [label(pipe, prompt) for prompt in prompts]
    if not is_flow(pipe):
        if any(texts.negatives(prompts, negative)):
            raise ValueError(f"negative prompt is {negative!r}, expected none: DiTPipeline has no place for one")
        return autoencoder.drawn(pipe, class_labels=labels, generator=texts.generators(seeds), num_inference_steps=steps, guidance_scale=guidance)
    nothing = [label(pipe, prompt) for prompt in texts.negatives(prompts, negative)]
    with torch.no_grad():
        latents = solved(pipe, labels, nothing, seeds, steps, guidance)
        pictures = pipe.vae.decode(latents / pipe.vae.config.scaling_factor, return_dict=False)[0]
    return latents, (pictures / 2 + 0.5).clamp(0, 1)


def solved(pipe, labels, nothing, seeds, steps, guidance):
    config, scheduler, train_steps = pipe.transformer.config, pipe.scheduler, pipe.scheduler.config.num_train_timesteps
    sit = towards_data(pipe)
    transformer = evenly_timed(pipe.transformer) if sit else pipe.transformer
    shape = (1, config.in_channels, config.sample_size, config.sample_size)
    x = torch.cat([torch.randn(shape, generator=generator) for generator in texts.generators(seeds)])
    labels, nothing = torch.tensor(labels), torch.tensor(nothing)
    scheduler.set_timesteps(steps)
    for t in scheduler.timesteps:
        time = (1 - t / train_steps if sit else t).expand(len(x))
        with_label, without = (transformer(x, timestep=time, class_labels=ids).sample[:, : config.in_channels] for ids in (labels, nothing))
        velocity = without + guidance * (with_label - without)
        x = scheduler.step(-velocity if sit else velocity, t, x).prev_sample
    return x
