"""What a reader of a bundle does, in plain Python: docs/bundles.md from tokenizer files to pictures, for parts and a manifest in memory."""

import os

import torch
from tokenizers import Tokenizer

from diffusers_export import flow_schedulers


class Bundle:
    """Parts, traced at one size, and the manifest of a pipeline."""

    def __init__(self, family, pipe, folder, parts):
        self.manifest = {**family.manifest(pipe), "text": family.text(pipe, folder)}
        self.folder, self.parts = folder, parts

    def conditions(self, prompts):
        inputs = [tensor for row in self.manifest["text"]["tokenizers"] for tensor in encode(row, self.folder, prompts)]
        out = self.parts["text_encoder"](*inputs)
        return out if isinstance(out, tuple) else (out,)

    @torch.no_grad()
    def draw(self, prompts, seeds, guidance, height, width, levels, times, start):
        """Latents and pictures; with `levels` of a trajectory, the network's times at them, and what noise is multiplied by first."""
        latent, image = self.manifest["latent"], self.manifest["image"]
        shape = (1, latent["channels"], height * latent["height"] // image["height"], width * latent["width"] // image["width"])
        x = start * torch.cat([torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed)) for seed in seeds])
        conditions, nothing = self.conditions(prompts), self.conditions([""] * len(prompts))
        for level, following, time in zip(levels, levels[1:], times):
            seen = x if self.manifest["process"] == "flow" else x / (level**2 + 1) ** 0.5
            x = x + (following - level) * self.predict(seen, time, guidance, conditions, nothing)
        return x, self.parts["decoder"](x)

    def predict(self, x, time, guidance, conditions, nothing):
        b, denoiser = len(x), self.parts["denoiser"]
        if self.manifest["guidance"]["type"] == "embedded":
            return denoiser(x, torch.full((b,), time), torch.full((b,), guidance), *conditions)
        if guidance == 1:
            return denoiser(x, torch.full((b,), time), *conditions)
        both = (torch.cat(pair) for pair in zip(conditions, nothing))
        conditional, unconditional = denoiser(torch.cat([x, x]), torch.full((2 * b,), time), *both).chunk(2)
        return unconditional + guidance * (conditional - unconditional)

    def flow(self, steps, height, width):
        """Levels, times and start of a flow."""
        pixels = self.manifest["schedule"].get("dynamic", {}).get("pixels_per_token", 1)
        levels = flow_schedulers.levels(self.manifest["schedule"], steps, height * width / pixels**2)
        return levels, [level * self.manifest["time"]["scale"] for level in levels[:-1]], 1.0


def ddim(scheduler, steps):
    """Levels, times and start of a discrete scheduler without `set_alpha_to_one=False`, in the variance-exploding view."""
    scheduler.set_timesteps(steps)
    bars = scheduler.alphas_cumprod.double()[scheduler.timesteps]
    levels = ((1 - bars) / bars).sqrt().tolist()
    return levels + [0.0], [float(t) for t in scheduler.timesteps], (levels[0] ** 2 + 1) ** 0.5


def encode(row, folder, prompts):
    """Ids, and the mask if there is one, by a row of `text.tokenizers`."""
    path = os.path.join(folder, row["file"])
    if row["type"] == "labels":
        with open(path, encoding="utf-8") as f:
            names = [[name.strip() for name in line.split(",")] for line in f]
        ids = [row["empty"] if p == "" else int(p) if p.isdigit() else next(i for i, line in enumerate(names) if p in line) for p in prompts]
        return [torch.tensor(ids)[:, None]]
    tokenizer = Tokenizer.from_file(path)
    tokenizer.enable_truncation(row["length"])
    tokens = [tokenizer.encode(prompt).ids for prompt in prompts]
    ids = torch.tensor([ids + [row["pad"]] * (row["length"] - len(ids)) for ids in tokens])
    mask = torch.tensor([[1] * len(ids) + [0] * (row["length"] - len(ids)) for ids in tokens])
    return [ids, mask] if row["mask"] else [ids]
