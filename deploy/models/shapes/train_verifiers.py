"""Train one verifier: `train_verifiers.py detector --minutes 12 --out DIR [--drawn FILE ...] [--start CHECKPOINT]`.

detector  rendered scenes, half of them any mix of objects (held-out combinations too: it is a measuring instrument), and drawn pictures labelled by judge.py
match     rendered scenes without held-out mixtures, softmax over seven captions wrong in one respect and the other captions of the batch
realism   rendered scenes against drawn pictures and spoilt renderings
"""

import argparse
import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import judge
import verifiers
import world


def any_scenes(rng, n):
    """Scenes of one to four objects of any kinds, held-out combinations included."""
    parts = []
    for m in (1, 2, 3, 4):
        # counting scenes of the right number, repainted
        s = world.sample_scenes(rng, 3 if m > 1 else 0, n if m > 1 else n // 4)
        s = s[s.count == m][slice(0, n // 4)] if m > 1 else s
        s.kind = np.where(s.kind >= 0, rng.integers(0, 24, s.kind.shape), -1)
        parts.append(s)
    return world.concatenate(parts)


def cells_of(picture, kind, centre, n):
    """Class of every cell, uint8 [n, 8, 8], from objects (picture, kind, centre) [M]."""
    out = np.zeros((n, 8, 8), np.uint8)
    at = np.clip(centre // 4, 0, 7).astype(int)
    out[picture, at[:, 1], at[:, 0]] = kind + 1
    return out


def scene_cells(scenes):
    which, slot = np.nonzero(scenes.kind >= 0)
    return cells_of(which, scenes.kind[which, slot], scenes.centre[which, slot], len(scenes))


def chw(pictures):
    return torch.from_numpy(np.ascontiguousarray(pictures.transpose(0, 3, 1, 2)))


def noisy(pictures, generator, most=.05):
    """uint8 [B, 3, 32, 32] to [0, 1] with a little noise, of its own strength for every picture."""
    x = pictures.float() / 255
    strength = torch.rand((len(x), 1, 1, 1), generator=generator) * most
    return (x + strength * torch.randn(x.shape, generator=generator)).clamp(0, 1)


class DetectorTask:
    def __init__(self, args, rng):
        scenes = world.concatenate([world.sample_mixed(rng, args.scenes // 2), any_scenes(rng, args.scenes // 2)])
        pictures, cells = [chw(world.render(rng, scenes))], [scene_cells(scenes)]
        self.rendered = len(scenes)
        for path in args.drawn:
            drawn = np.load(path)["pictures"]
            found = judge.find(drawn / np.float32(255))
            pictures.append(chw(drawn))
            cells.append(cells_of(found.picture, found.kind, found.centre, len(drawn)))
        self.pictures, self.cells = torch.cat(pictures), torch.from_numpy(np.concatenate(cells)).long()
        self.weight = torch.ones(len(verifiers.CLASSES))
        self.weight[0] = args.nothing
        self.drawn = bool(args.drawn)

    def loss(self, network, batch, generator):
        rows = torch.randint(0, self.rendered, (batch,), generator=generator)
        if self.drawn:  # half of the batch
            rows[::2] = torch.randint(self.rendered, len(self.pictures), (batch // 2,), generator=generator)
        return F.cross_entropy(network.logits(noisy(self.pictures[rows], generator, .03)), self.cells[rows], self.weight)


class MatchTask:
    def __init__(self, args, rng):
        scenes = world.sample_mixed(rng, args.scenes)
        self.pictures = chw(world.render(rng, scenes))
        text = world.captions(scenes)
        wrong = [world.wrong_captions(rng, *row) for row in zip(scenes.category, scenes.count, scenes.kind, scenes.relation)]
        every = [t for true, false in zip(text, wrong) for t in (true, *false)]
        self.ids = torch.from_numpy(world.encode(every)).view(len(text), 8, world.TEXT_LENGTH)
        self.content = torch.from_numpy(np.sort(scenes.kind, 1) @ np.array([1, 25, 625, 15625]))  # the same number for the same objects

    def loss(self, network, batch, generator):
        rows = torch.randint(0, len(self.ids), (batch,), generator=generator)
        image = network.embed_images(noisy(self.pictures[rows], generator))
        text = network.embed_texts(self.ids[rows].flatten(0, 1)).view(batch, 8, -1)
        scale = network.temperature.clamp(max=4.0).exp()
        own = (image[:, None] * text).sum(2)
        others = image @ text[:, 0].T
        others = others.masked_fill(self.content[rows][:, None] == self.content[rows], -1e4)  # the same objects: may be true as well
        return F.cross_entropy(scale * torch.cat([own, others], 1), torch.zeros(batch, dtype=torch.long))


class RealismTask:
    def __init__(self, args, rng):
        self.real = chw(world.render(rng, world.sample_mixed(rng, args.scenes)))
        self.drawn = torch.cat([chw(np.load(path)["pictures"]) for path in args.drawn])

    def spoilt(self, x, generator):
        """Renderings [B, 3, 32, 32] spoilt in one of four ways."""
        b = len(x)
        way = torch.randint(0, 4, (b, 1, 1, 1), generator=generator)
        y = torch.where(way == 0, F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1), x)
        y = torch.where(way == 1, (x + x.roll(1, 0)) / 2, y)
        half = (torch.arange(32) < torch.randint(8, 24, (b, 1, 1, 1), generator=generator))
        y = torch.where(way == 2, torch.where(half, x, x.roll(2, 2)), y)
        coarse = F.interpolate(torch.randn((b, 3, 8, 8), generator=generator), size=32, mode="bilinear")
        return torch.where(way == 3, x + .08 * coarse, y).clamp(0, 1)

    def loss(self, network, batch, generator):
        take = lambda of, n: of[torch.randint(0, len(of), (n,), generator=generator)]  # noqa: E731
        n = batch // 4
        real, drawn = take(self.real, 3 * n).float() / 255, take(self.drawn, n).float() / 255
        x = torch.cat([real[:2 * n], drawn, self.spoilt(real[2 * n:], generator)])
        strength = .01 + .02 * torch.rand((len(x), 1, 1, 1), generator=generator)  # hides the drawings' finest grain
        x = (x + strength * torch.randn(x.shape, generator=generator)).clamp(0, 1)
        target = torch.cat([torch.ones(2 * n), torch.zeros(2 * n)])
        return F.binary_cross_entropy_with_logits(network(x), target)


TASKS = {"match": MatchTask, "detector": DetectorTask, "realism": RealismTask}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=TASKS)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--scenes", type=int, default=60_000)
    parser.add_argument("--nothing", type=float, default=.1, help="the detector's weight of the class of empty cells")
    parser.add_argument("--drawn", nargs="*", default=[])
    parser.add_argument("--start", help="checkpoint to go on from")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng, generator = np.random.default_rng(args.seed), torch.Generator().manual_seed(args.seed)
    task, network = TASKS[args.name](args, rng), verifiers.NETWORKS[args.name]()
    if args.start:
        network.load_state_dict(torch.load(args.start)["model"])
    print(f"{args.name}: {sum(p.numel() for p in network.parameters())} parameters", flush=True)
    optimizer = torch.optim.AdamW(network.parameters(), lr=args.rate, betas=(.9, .98), weight_decay=.01, fused=True)
    start, step, running = time.time(), 0, 0.0
    while (done := (time.time() - start) / (60 * args.minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = args.rate * min(1, (step + 1) / 200) * (.01 + .99 * .5 * (1 + math.cos(math.pi * done)))
        loss = task.loss(network, args.batch, generator)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        step += 1
        running += loss.item()
        if step % 100 == 0:
            print(f"step {step} loss {running / 100:.4f} {step / (time.time() - start):.2f}/s {(time.time() - start) / 60:.1f} min", flush=True)
            running = 0.0
        if step % 500 == 0:
            save(network, step, args)
    save(network, step, args)


def save(network, step, args):
    path = os.path.join(args.out, f"{args.name}.pt")
    torch.save({"step": step, "model": network.state_dict(), "arguments": vars(args)}, path + ".new")
    os.replace(path + ".new", path)


if __name__ == "__main__":
    main()
