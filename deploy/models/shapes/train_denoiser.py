"""Train one denoiser: `train_denoiser.py --size b --minutes 78 --out DIR`.

Rectified flow on rendered scenes: x_t = (1 - s) x0 + s n, loss on the velocity n - x0, captions dropped with probability .1. The learning rate follows
a cosine over the time allowed (or over --steps), so a run ends well wherever its clock ends. Writes DIR/SIZE.pt (EMA weights) every 500 steps.
"""

import argparse
import copy
import math
import os
import time

import numpy as np
import torch

import denoiser
import world


def training_data(seed, n):
    """n rendered scenes: pictures uint8 [n, 3, 32, 32] and ids int64 [n, 14]."""
    rng = np.random.default_rng(seed)
    scenes = world.sample_mixed(rng, n)
    pictures = torch.from_numpy(world.render(rng, scenes)).permute(0, 3, 1, 2).contiguous()
    return pictures, torch.from_numpy(world.encode(world.captions(scenes)))


def loss_of(model, pictures, ids, generator):
    """Mean squared error of the velocity for one batch: pictures uint8 [B, 3, 32, 32], ids [B, 14]."""
    b = len(ids)
    x0 = pictures.float() / 127.5 - 1
    noise = torch.randn(x0.shape, generator=generator)
    t = torch.sigmoid(torch.randn(b, generator=generator) + .3)
    keep = torch.rand(b, generator=generator) >= .1
    s = t[:, None, None, None]
    return (model((1 - s) * x0 + s * noise, t, ids * keep[:, None]) - (noise - x0)).square().mean()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=denoiser.SIZES, required=True)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--steps", type=int, default=10**9)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--scenes", type=int, default=180_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    generator = torch.Generator().manual_seed(args.seed)
    pictures, ids = training_data(args.seed, args.scenes)
    model = denoiser.Model(args.size)
    average = copy.deepcopy(model).eval()
    decay = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": .01}, {"params": plain, "weight_decay": 0.0}],
                                  lr=args.rate, betas=(.9, .98), fused=True)
    start, step, running, order = time.time(), 0, 0.0, torch.empty(0, dtype=torch.long)
    print(f"{args.size}: {sum(p.numel() for p in model.parameters())} parameters, {len(ids)} scenes", flush=True)
    while True:
        done = max(step / args.steps, (time.time() - start) / (60 * args.minutes))
        if done >= 1:
            break
        if len(order) < args.batch:
            order = torch.randperm(len(ids), generator=generator)
        rows, order = order[:args.batch], order[args.batch:]
        rate = args.rate * min(1, (step + 1) / 200) * (.01 + .99 * .5 * (1 + math.cos(math.pi * done)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = loss_of(model, pictures[rows], ids[rows], generator)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        with torch.no_grad():
            w = 1 - min(.999, (1 + step) / (10 + step))
            torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), w)
        running += loss.item()
        if step % 100 == 0:
            print(f"step {step} loss {running / 100:.4f} rate {rate:.5f} {step / (time.time() - start):.2f}/s "
                  f"{(time.time() - start) / 60:.1f} min", flush=True)
            running = 0.0
        if step % 500 == 0:
            save(average, step, args)
    save(average, step, args)


def save(model, step, args):
    path = os.path.join(args.out, f"{args.size}.pt")
    torch.save({"size": args.size, "step": step, "model": model.state_dict(), "arguments": vars(args)}, path + ".new")
    os.replace(path + ".new", path)


if __name__ == "__main__":
    main()
