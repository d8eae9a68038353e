"""`composition` in Python: find the objects of a picture, and say whether they are what a prompt asks for.

Used to label pictures that the denoisers draw and to evaluate; the product's judge is its Java twin. Method: ground = median of the border; every pixel gets its
nearest palette colour and its coverage against the ground; connected components of coverage > .4 regardless of colour; a component with two substantial
colours is two objects; shape = best overlap with the four shapes of the component's centroid and area.
"""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

import world

LEAST_IOU, STRAY, SUBSTANTIAL = .7, 10, .25
AREA = np.array([np.pi, (2 * .88) ** 2, 1.8 * 1.8 / 2, 4 * .6 - .36])  # of a shape with r = 1
DROP = np.array([0, 0, .2, 0])  # the centroid's distance below the centre for r = 1
SCALES = (.9, 1.0, 1.1)


@dataclass
class Found:
    """Objects in N pictures, M of them in all."""

    picture: np.ndarray  # int [M], which picture
    kind: np.ndarray     # int [M]
    centre: np.ndarray   # float [M, 2]
    iou: np.ndarray      # float [M]
    clean: np.ndarray    # bool [N], no component is unrecognisable


def _coverage(images):
    """images [N, 32, 32, 3] to the nearest palette colour [N, 32, 32] and its coverage [N, 32, 32]."""
    border = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], 1)
    ground = np.median(border, 1)[:, None, None, None]  # [N, 1, 1, 1, 3]
    axis = world.PALETTE - ground
    away = images[:, :, :, None] - ground
    share = ((away * axis).sum(-1) / (axis * axis).sum(-1)).clip(0, 1)  # [N, 32, 32, 6]
    miss = ((away - share[..., None] * axis) ** 2).sum(-1)
    best = miss.argmin(-1)
    return best, np.take_along_axis(share, best[..., None], -1)[..., 0]


def _components(mask):
    """Labels of 8-connected components, int [N, 32, 32]: 0 is ground, else 1 + the last pixel of the component, unique over the batch."""
    label = torch.arange(1, mask.size + 1, dtype=torch.float64).view(mask.shape) * torch.from_numpy(mask)
    while True:
        grown = F.max_pool2d(label[:, None], 3, 1, 1)[:, 0] * torch.from_numpy(mask)
        if torch.equal(grown, label):
            return label.numpy().astype(np.int64)
        label = grown


def find(images):
    """Objects of pictures in [0, 1], float [N, 32, 32, 3]."""
    parts = [_find(images[i:i + 512], i) for i in range(0, len(images), 512)]
    return Found(*(np.concatenate([getattr(p, k) for p in parts]) for k in ("picture", "kind", "centre", "iou", "clean")))


def _find(images, offset):
    n = len(images)
    nearest, cover = _coverage(images.astype(np.float32))
    label = _components(cover > .4)
    names, index = np.unique(label, return_inverse=True)
    index = index.reshape(label.shape)
    first = np.flatnonzero(names > 0)
    sure = (cover > .75) & (label > 0)
    colours = np.zeros((len(names), 6), int)
    np.add.at(colours, (index[sure], nearest[sure]), 1)
    size = np.bincount(index.ravel(), minlength=len(names))
    picture_of = (names - 1) // (world.SIZE * world.SIZE)
    clean = np.ones(n, bool)
    masks, pictures, shades = [], [], []
    for i in first:
        if size[i] < STRAY:
            continue
        p = picture_of[i]
        many = colours[i].sum()
        main = [c for c in range(6) if many and colours[i, c] > SUBSTANTIAL * many]
        if not main:
            clean[p] = False
            continue
        near = (index[p] == i) | ((index[p] == 0) & (_around(index[p] == i)))
        for c in main:
            mask = cover[p] * near if len(main) == 1 else cover[p] * (near & (nearest[p] == c))
            masks.append(mask)
            pictures.append(p)
            shades.append(c)
    if not masks:
        return Found(np.zeros(0, int), np.zeros(0, int), np.zeros((0, 2)), np.zeros(0), clean)
    masks, pictures, shades = np.stack(masks), np.array(pictures), np.array(shades)
    shape, centre, iou, radius = _shapes(masks)
    bad = (iou < LEAST_IOU) | (radius < 2.5)
    clean[pictures[bad]] = False
    good = ~bad
    return Found(pictures[good] + offset, (shades * 4 + shape)[good], centre[good], iou[good], clean)


def _around(mask):
    """The mask grown by one pixel, [32, 32]."""
    out = np.pad(mask, 1)
    out = out[:-2] | out[1:-1] | out[2:]
    return out[:, :-2] | out[:, 1:-1] | out[:, 2:]


def _shapes(masks):
    """Best shape, centre, overlap and half-size of soft masks [M, 32, 32]."""
    at = np.arange(world.SIZE) + .5
    area = masks.sum((1, 2))
    middle = np.stack([(masks.sum(1) * at).sum(1), (masks.sum(2) * at).sum(1)], 1) / area[:, None]
    best, result = np.full(len(masks), -1.0), [np.zeros(len(masks), int), middle.copy(), np.zeros(len(masks))]
    for s in range(4):
        for scale in SCALES:
            r = np.sqrt(area / AREA[s]) * scale
            centre = middle - np.stack([0 * r, DROP[s] * r / scale], 1)
            drawn = world.coverage(np.full(len(masks), s), centre, r)
            iou = np.minimum(drawn, masks).sum((1, 2)) / np.maximum(drawn, masks).sum((1, 2))
            better = iou > best
            best[better], result[0][better], result[1][better], result[2][better] = iou[better], s, centre[better], r[better]
    return result[0], result[1], best, result[2]


def compose(found, kinds, count, relation):
    """Which pictures show exactly what their prompts ask: kinds [N, 4], count [N], relation [N] (-1 none) to bool [N]."""
    n = len(found.clean)
    have, want = np.zeros((n, 24), int), np.zeros((n, 24), int)
    np.add.at(have, (found.picture, found.kind), 1)
    for slot in range(kinds.shape[1]):
        rows = np.flatnonzero(kinds[:, slot] >= 0)
        np.add.at(want, (rows, kinds[rows, slot]), 1)
    right = found.clean & (have == want).all(1)
    for i in np.flatnonzero(right & (relation >= 0)):
        mine = np.flatnonzero(found.picture == i)
        a, b = (found.centre[mine[found.kind[mine] == kinds[i, j]][0]] for j in (0, 1))
        right[i] = holds(relation[i], b - a)
    return right


def holds(relation, d):
    """Whether `a RELATION b` for d = centre of b minus centre of a."""
    along, across = (d[0], d[1]) if relation < 2 else (d[1], d[0])
    along = -along if relation in (1, 3) else along
    return along > 2 and along > abs(across)


def composition(images, kinds, count, relation):
    """1 for right pictures: images [N, 32, 32, 3] in [0, 1] to bool [N]."""
    return compose(find(images), kinds, count, relation)
