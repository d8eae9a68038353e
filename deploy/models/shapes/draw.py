"""Draw pictures with a denoiser and keep them with their prompts: `draw.py --checkpoint b.pt --each 1500 --out drawn-b.npz`.

The verifiers learn from such pictures (labelled by judge.py); every batch draws its guidance and steps from the lists given.
"""

import argparse

import numpy as np
import torch

import denoiser
import world


def load(path):
    """The model of a checkpoint, for drawing."""
    stored = torch.load(path, map_location="cpu")
    model = denoiser.Model(stored["size"])
    model.load_state_dict(stored["model"])
    return model.eval().requires_grad_(False)


def draw_all(model, ids, steps, guidance, generator, batch=32):
    """ids [N, 14] to pictures, float32 [N, 32, 32, 3] in [0, 1]."""
    parts = [denoiser.draw(model, ids[i:i + batch], steps, guidance, generator) for i in range(0, len(ids), batch)]
    return torch.cat(parts).permute(0, 2, 3, 1).numpy()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--each", type=int, default=1500, help="pictures a category")
    parser.add_argument("--steps", type=int, nargs="+", default=[8, 12, 16])
    parser.add_argument("--guidance", type=float, nargs="+", default=[1.0, 2.0, 2.0, 3.0])
    parser.add_argument("--held-out", type=float, default=.1, help="share of prompts with held-out combinations")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    rng, generator = np.random.default_rng(args.seed), torch.Generator().manual_seed(args.seed)
    model, rows = load(args.checkpoint), []
    for c in range(len(world.CATEGORIES)):
        few = int(args.each * args.held_out)
        for n, held_out in ((args.each - few, False), (few, True)):
            if n:
                kinds, count, relation, text = world.sample_prompts(rng, c, n, held_out)
                rows += list(zip([c] * n, kinds, count, relation, text))
    rows = [rows[i] for i in rng.permutation(len(rows))]
    category, kinds, count, relation, text = zip(*rows)
    ids, pictures = torch.from_numpy(world.encode(text)), []
    for i in range(0, len(ids), 96):
        pictures.append(draw_all(model, ids[i:i + 96], int(rng.choice(args.steps)), float(rng.choice(args.guidance)), generator))
        if i % 960 == 0:
            print(f"{i} of {len(ids)}", flush=True)
    pictures = np.rint(np.concatenate(pictures) * 255).astype(np.uint8)
    np.savez(args.out, pictures=pictures, category=np.array(category), kinds=np.stack(kinds), count=np.array(count),
             relation=np.array(relation))


if __name__ == "__main__":
    main()
