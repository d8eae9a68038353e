"""Measure denoisers and verifiers with judge.py: `evaluate.py table ...` and `evaluate.py verifiers ...`.

table      per-category accuracy of single samples, and of any of a prompt's candidates, for guidance x steps
verifiers  per category: AUC of right against wrong pictures of one prompt (mean over prompts that have both), and accuracy of the best of n
"""

import argparse
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import draw
import judge
import verifiers
import world

CELL = 4 * (torch.arange(8) + .5)  # cell centres in pixels


def prompts_of(args, each):
    """Every prompt `each` times over: category [N], kinds [N, 4], count [N], relation [N], ids [N, 14]; one prompt's rows are neighbours."""
    rng, rows = np.random.default_rng(args.seed), []
    for c in range(len(world.CATEGORIES)):
        kinds, count, relation, text = world.sample_prompts(rng, c, args.prompts, args.held_out)
        rows += [row for row in zip([c] * args.prompts, kinds, count, relation, text) for _ in range(each)]
    category, kinds, count, relation, text = zip(*rows)
    return np.array(category), np.stack(kinds), np.array(count), np.array(relation), torch.from_numpy(world.encode(text))


def drawn(args, checkpoint, guidance, steps):
    """Pictures [N, 32, 32, 3] in [0, 1] for prompts_of, and whether each is right [N]."""
    category, kinds, count, relation, ids = prompts_of(args, args.candidates)
    images = draw.draw_all(draw.load(checkpoint), ids, steps, guidance, torch.Generator().manual_seed(args.seed))
    return images, judge.composition(images, kinds, count, relation)


def line(values):
    return " | ".join(f"{v:.2f}" for v in values)


def table(args):
    print(f"single-sample accuracy (any of {args.candidates}); {args.prompts} prompts a category; held-out {args.held_out}")
    print("| model | guidance, steps | mean | " + " | ".join(world.CATEGORIES) + " |")
    for checkpoint in args.checkpoints:
        for guidance in args.guidance:
            for steps in args.steps:
                right = drawn(args, checkpoint, guidance, steps)[1].reshape(6, args.prompts, args.candidates)
                one, some = right.mean((1, 2)), right.any(2).mean(1)
                cells = " | ".join(f"{a:.2f} ({b:.2f})" for a, b in zip(one, some))
                name = os.path.basename(checkpoint)[:-3]
                print(f"| {name} | {guidance:g}, {steps} | {one.mean():.3f} ({some.mean():.2f}) | {cells} |", flush=True)


def detector_score(probabilities, kinds, relation):
    """Probabilities [B, 25, 8, 8], kinds [B, 4] and relation [B] to scores [B].

    Minus the sum over the 24 kinds of |expected count - count asked for|; for a relation plus the log-sigmoid of half of
    (signed distance of the two centres in pixels minus the crosswise one).
    """
    b = len(probabilities)
    kind = probabilities[:, 1:]
    want = torch.zeros(b, 25).scatter_add_(1, kinds + 1, (kinds >= 0).float())[:, 1:]
    score = -(kind.sum((2, 3)) - want).abs().sum(1)
    mass = kind.sum((2, 3)).clamp(min=1e-6)
    centres = torch.stack([(kind.sum(2) * CELL).sum(2) / mass, (kind.sum(3) * CELL).sum(2) / mass], 2)  # [B, 24, 2]
    rows = torch.arange(b)
    d = centres[rows, kinds[:, 1].clamp(min=0)] - centres[rows, kinds[:, 0].clamp(min=0)]
    along, across = torch.where(relation < 2, d[:, 0], d[:, 1]), torch.where(relation < 2, d[:, 1], d[:, 0])
    along = torch.where((relation == 1) | (relation == 3), -along, along)
    return score + torch.where(relation >= 0, F.logsigmoid((along - across.abs()) / 2), torch.zeros(b))


def auc(score, right):
    """Probability that a right picture scores above a wrong one, ties half."""
    a, b = score[right][:, None], score[~right][None]
    return (a > b).mean() + (a == b).mean() / 2


@torch.inference_mode()
def scores_of(args, name, images, ids, kinds, relation):
    network = verifiers.NETWORKS[name]()
    network.load_state_dict(torch.load(os.path.join(args.verifiers, name + ".pt"))["model"])
    network.eval()
    out = []
    for i in range(0, len(images), 64):
        x = torch.from_numpy(images[i:i + 64]).permute(0, 3, 1, 2).contiguous()
        if name == "detector":
            out.append(detector_score(network(x), torch.from_numpy(kinds[i:i + 64]), torch.from_numpy(relation[i:i + 64])))
        else:
            out.append(network(x, ids[i:i + 64]) if name == "match" else network(x))
    return torch.cat(out).numpy()


def score_verifiers(args):
    _, kinds, _, relation, ids = prompts_of(args, args.candidates)
    for checkpoint in args.checkpoints:
        for guidance in args.guidance:
            for steps in args.steps:
                images, right = drawn(args, checkpoint, guidance, steps)
                shape = (6, args.prompts, args.candidates)
                right = right.reshape(shape)
                print(f"{os.path.basename(checkpoint)[:-3]}, guidance {guidance:g}, {steps} steps, {args.prompts} prompts a category, "
                      f"{args.candidates} candidates, held-out {args.held_out}")
                print("| measure | mean | " + " | ".join(world.CATEGORIES) + " |")
                print(f"| first sample | {right[:, :, 0].mean():.3f} | {line(right[:, :, 0].mean(1))} |")
                print(f"| any sample | {right.mean():.3f} | {line(right.mean((1, 2)))} |")
                print(f"| any of {args.candidates} | {right.any(2).mean():.3f} | {line(right.any(2).mean(1))} |")
                for name in args.names:
                    score = scores_of(args, name, images, ids, kinds, relation).reshape(shape)
                    report(name, score, right)


def report(name, score, right):
    aucs = [np.mean([auc(s, r) for s, r in zip(score[c], right[c]) if r.any() and not r.all()] or [np.nan]) for c in range(6)]
    print(f"| {name}: AUC | {np.nanmean(aucs):.3f} | {line(aucs)} |")
    n = 4
    while n <= score.shape[2]:
        best = np.take_along_axis(right, score[:, :, :n].argmax(2)[..., None], 2)[..., 0]
        print(f"| {name}: best of {n} | {best.mean():.3f} | {line(best.mean(1))} |", flush=True)
        n *= 2


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("table", "verifiers"))
    parser.add_argument("--checkpoints", nargs="+", required=True)
    parser.add_argument("--verifiers", help="folder of the verifiers' checkpoints")
    parser.add_argument("--names", nargs="+", default=list(verifiers.NETWORKS))
    parser.add_argument("--guidance", type=float, nargs="+", default=[2.0])
    parser.add_argument("--steps", type=int, nargs="+", default=[16])
    parser.add_argument("--prompts", type=int, default=16, help="prompts a category")
    parser.add_argument("--candidates", type=int, default=16)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--seed", type=int, default=100)
    args = parser.parse_args()
    torch.set_num_threads(1)
    start = time.time()
    table(args) if args.what == "table" else score_verifiers(args)
    print(f"{time.time() - start:.0f} s")


if __name__ == "__main__":
    main()
