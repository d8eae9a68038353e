"""The shapes world: scenes, their captions, and how a scene is drawn.

A batch of scenes is a struct of arrays (`Scenes`), so that everything here is vectorised numpy. Objects stand in the order in
which the caption names them. Coordinates are pixels, x right and y down; pixel (row, column) has its centre at (column + .5, row + .5).
"""

from dataclasses import dataclass, fields

import numpy as np

SIZE = 32
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple")
SHAPES = ("circle", "square", "triangle", "cross")
PALETTE = np.array(
    [[.86, .12, .12], [.98, .55, .08], [.97, .87, .15], [.12, .62, .20], [.13, .30, .86], [.55, .15, .65]], np.float32)
KINDS = tuple(f"{c} {s}" for c in COLOURS for s in SHAPES)  # kind = colour * 4 + shape
HELD_OUT = tuple(KINDS.index(k) for k in ("orange cross", "purple triangle", "green square"))
CATEGORIES = ("single", "two", "attribution", "counting", "position", "three")
RELATIONS = ("left of", "right of", "above", "below")
NUMBERS = {2: "two", 3: "three", 4: "four"}
RADII = {1: (5.0, 9.0), 2: (4.5, 6.5), 3: (4.2, 5.5), 4: (4.2, 5.0)}  # by number of objects
MOST = 4  # objects in one scene

TEXT_LENGTH = 14
VOCABULARY = ("<pad>", "a", "an", "and", "two", "three", "four", *COLOURS, *SHAPES, "circles", "squares", "triangles", "crosses",
              "left", "right", "of", "above", "below")
_WORD_ID = {w: i for i, w in enumerate(VOCABULARY)}


@dataclass
class Scenes:
    """N scenes. Unused object slots have kind -1."""

    category: np.ndarray  # int [N], index into CATEGORIES
    count: np.ndarray     # int [N], number of objects, 1..4
    kind: np.ndarray      # int [N, 4], colour * 4 + shape, or -1
    relation: np.ndarray  # int [N], index into RELATIONS, or -1
    centre: np.ndarray    # float [N, 4, 2], x and y
    radius: np.ndarray    # float [N, 4]

    def __len__(self):
        return len(self.category)

    def __getitem__(self, rows):
        return Scenes(*(getattr(self, f.name)[rows] for f in fields(self)))


def concatenate(parts):
    return Scenes(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Scenes)))


# ---------------------------------------------------------------- words

def plural(shape):
    return "crosses" if shape == "cross" else shape + "s"


def noun(kind):
    """'an orange cross' for a kind."""
    return f"{'an' if COLOURS[kind // 4] == 'orange' else 'a'} {KINDS[kind]}"


def caption(category, count, kinds, relation):
    """The prompt of one scene; category and relation are indices, kinds its objects in order."""
    name = CATEGORIES[category]
    if name == "counting":
        return f"{NUMBERS[int(count)]} {COLOURS[kinds[0] // 4]} {plural(SHAPES[kinds[0] % 4])}"
    if name == "position":
        return f"{noun(kinds[0])} {RELATIONS[relation]} {noun(kinds[1])}"
    words = [noun(k) for k in kinds[:int(count)]]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def captions(scenes):
    return [caption(*row) for row in zip(scenes.category, scenes.count, scenes.kind, scenes.relation)]


def encode(text):
    """Prompts to ids, int64 [B, 14]: lower case, letters only, unknown words skipped, cut and padded with 0."""
    ids = np.zeros((len(text), TEXT_LENGTH), np.int64)
    for row, line in enumerate(text):
        letters = "".join(c if "a" <= c <= "z" else " " for c in line.lower())
        known = [_WORD_ID[w] for w in letters.split() if w in _WORD_ID][:TEXT_LENGTH]
        ids[row, :len(known)] = known
    return ids


# ---------------------------------------------------------------- what is in a scene

def sample_kinds(rng, category, n, held_out=False):
    """Objects of n scenes of one category, int [n, 4], and their count, int [n].

    Scenes of several kinds avoid the held-out combinations, or, with held_out, name at least one of them.
    """
    name = CATEGORIES[category]
    kinds, count = np.full((n, MOST), -1), np.ones(n, int)
    if name in ("single", "counting"):
        if name == "counting":
            count = rng.integers(2, MOST + 1, n)
        one = rng.choice(HELD_OUT, n) if held_out else rng.integers(0, 24, n)
        kinds = np.where(np.arange(MOST) < count[:, None], one[:, None], -1)
        return kinds, count
    m = 3 if name == "three" else 2
    todo = np.arange(n)
    while len(todo):
        k = rng.integers(0, 24, (len(todo), m))
        ok = np.isin(k, HELD_OUT).any(1) == held_out
        for i in range(m):
            for j in range(i):
                ok &= k[:, i] != k[:, j]
                if name == "attribution":
                    ok &= (k[:, i] // 4 != k[:, j] // 4) & (k[:, i] % 4 != k[:, j] % 4)
        kinds[todo[ok], :m] = k[ok]
        todo = todo[~ok]
    return kinds, np.full(n, m)


def _places(rng, m, n):
    """n proposals of m centres [n, m, 2] and radii [n, m], and which of them keep objects apart."""
    low, high = RADII[m]
    r = rng.uniform(low, high, (n, m))
    c = rng.uniform(1 + r[..., None], SIZE - 1 - r[..., None], (n, m, 2))
    ok = np.ones(n, bool)
    for i in range(m):
        for j in range(i):
            ok &= np.abs(c[:, i] - c[:, j]).max(-1) > r[:, i] + r[:, j] + 1.5
    return c, r, ok


def related(relation, a, b):
    """Whether drawn scenes show `a RELATION b`: far enough apart, and clearly along the axis."""
    d = b - a
    d = np.where(np.isin(relation, (1, 3))[:, None], -d, d)  # right of, below
    along = np.where(relation < 2, d[:, 0], d[:, 1])
    across = np.where(relation < 2, d[:, 1], d[:, 0])
    return (along >= 8) & (np.abs(across) < .8 * along)


def sample_scenes(rng, category, n, held_out=False):
    """n scenes of one category (index)."""
    kinds, count = sample_kinds(rng, category, n, held_out)
    relation = rng.integers(0, 4, n) if CATEGORIES[category] == "position" else np.full(n, -1)
    centre, radius = np.zeros((n, MOST, 2)), np.zeros((n, MOST))
    for m in np.unique(count):
        todo = np.flatnonzero(count == m)
        tries = {1: 1, 2: 4, 3: 16, 4: 200}[int(m)]
        while len(todo):
            now = todo[:4000]
            c, r, ok = _places(rng, int(m), len(now) * tries)
            if CATEGORIES[category] == "position":
                ok &= related(np.repeat(relation[now], tries), c[:, 0], c[:, 1])
            ok = ok.reshape(len(now), tries)
            pick = np.arange(len(now)) * tries + ok.argmax(1)
            good = ok.any(1)
            centre[now[good], :m], radius[now[good], :m] = c[pick][good], r[pick][good]
            todo = np.concatenate([todo[4000:], now[~good]])
    return Scenes(np.full(n, category), count, kinds, relation, centre, radius)


def sample_mixed(rng, n):
    """About n training scenes, the six categories in equal parts, shuffled."""
    parts = concatenate([sample_scenes(rng, c, n // len(CATEGORIES)) for c in range(len(CATEGORIES))])
    return parts[rng.permutation(len(parts))]


def sample_prompts(rng, category, n, held_out=False):
    """n prompts of one category as (kinds [n, 4], count [n], relation [n], text)."""
    kinds, count = sample_kinds(rng, category, n, held_out)
    relation = rng.integers(0, 4, n) if CATEGORIES[category] == "position" else np.full(n, -1)
    text = [caption(category, *row) for row in zip(count, kinds, relation)]
    return kinds, count, relation, text


# ---------------------------------------------------------------- captions wrong in one respect

def _swapped(kinds, i, j, colours):
    """The objects with the colours, or else the shapes, of i and j exchanged."""
    a, b = kinds[i], kinds[j]
    out = list(kinds)
    out[i], out[j] = (b // 4 * 4 + a % 4, a // 4 * 4 + b % 4) if colours else (a // 4 * 4 + b % 4, b // 4 * 4 + a % 4)
    return out


def _changes(category, count, kinds, relation):
    """Captions near a scene's, as {respect: [(category, count, kinds, relation)]}; some may be true or not allowed."""
    counting = CATEGORIES.index("counting")
    if CATEGORIES[category] in ("single", "counting"):
        k = kinds[0]
        same = lambda q: (category, count, [q] * count, -1)  # noqa: E731
        return {"colour": [same(c * 4 + k % 4) for c in range(6)], "shape": [same(k // 4 * 4 + s) for s in range(4)],
                "count": [(counting if m > 1 else 0, m, [k] * m, -1) for m in range(1, 5) if m != count]}
    out = {"swap colours": [], "swap shapes": [], "colour": [], "shape": [], "relation": [], "count": []}
    for i in range(count):
        k = kinds[i]
        for q in range(6):
            out["colour"].append((category, count, [*kinds[:i], q * 4 + k % 4, *kinds[i + 1:]], relation))
        for q in range(4):
            out["shape"].append((category, count, [*kinds[:i], k // 4 * 4 + q, *kinds[i + 1:]], relation))
        for j in range(i):
            out["swap colours"].append((category, count, _swapped(kinds, i, j, True), relation))
            out["swap shapes"].append((category, count, _swapped(kinds, i, j, False), relation))
        if count == 3:
            out["count"].append((CATEGORIES.index("two"), 2, [*kinds[:i], *kinds[i + 1:]], -1))
    if relation >= 0:
        out["relation"] = [(category, count, kinds, q) for q in range(4) if q != relation]
    return out


def wrong_captions(rng, category, count, kinds, relation, n=7):
    """n captions that are false of a scene in one respect each, the respects in turn; held-out combinations do not occur in them."""
    kinds = [int(k) for k in kinds if k >= 0]
    true, found = sorted(kinds), []
    for options in _changes(int(category), int(count), kinds, int(relation)).values():
        good = []
        for c, m, ks, q in options:
            several = CATEGORIES[c] not in ("single", "counting")
            false = sorted(ks) != true or q != relation
            if false and not (several and (len(set(ks)) < m or any(k in HELD_OUT for k in ks))):
                good.append(caption(c, m, ks, q))
        if good:
            found.append([str(g) for g in rng.permutation(good)])
    out = []
    while len(out) < n:
        for options in found:
            if options:
                out.append(options.pop())
    return out[:n]


# ---------------------------------------------------------------- drawing

def signed_distance(shape, dx, dy, r):
    """Distance to the edge of a shape (index), negative inside; arrays broadcast."""
    ax, ay = np.abs(dx), np.abs(dy)
    if shape == 0:
        return np.sqrt(dx * dx + dy * dy) - r
    if shape == 1:
        return np.maximum(ax, ay) - .88 * r
    if shape == 2:
        return np.maximum(dy - .8 * r, .9 * ax - .45 * (dy + r))
    return np.minimum(np.maximum(ax - r, ay - .30 * r), np.maximum(ay - r, ax - .30 * r))


def coverage(shape, centre, radius):
    """How much of every pixel one object each covers: shape [N], centre [N, 2], radius [N] to float32 [N, 32, 32]."""
    at = np.arange(SIZE, dtype=np.float32) + .5
    out = np.zeros((len(shape), SIZE, SIZE), np.float32)
    for s in range(len(SHAPES)):
        rows = np.flatnonzero(shape == s)
        dx = (at[None, :] - centre[rows, :1].astype(np.float32))[:, None, :]
        dy = (at[None, :] - centre[rows, 1:].astype(np.float32))[:, :, None]
        r = radius[rows].astype(np.float32)[:, None, None]
        out[rows] = np.clip(.5 - signed_distance(s, dx, dy, r), 0, 1)
    return out


def render(rng, scenes):
    """Pictures of scenes, uint8 [N, 32, 32, 3]."""
    out = np.empty((len(scenes), SIZE, SIZE, 3), np.uint8)
    for start in range(0, len(scenes), 2000):
        part = scenes[slice(start, start + 2000)]
        n = len(part)
        picture = rng.uniform(.86, .97, (n, 1, 1, 1)) + rng.normal(0, .01, (n, 1, 1, 3))
        picture = np.broadcast_to(picture.astype(np.float32), (n, SIZE, SIZE, 3)).copy()
        for slot in range(MOST):
            rows = np.flatnonzero(part.kind[:, slot] >= 0)
            if not len(rows):
                continue
            kind = part.kind[rows, slot]
            colour = PALETTE[kind // 4] + rng.normal(0, .025, (len(rows), 3)).astype(np.float32)
            cover = coverage(kind % 4, part.centre[rows, slot], part.radius[rows, slot])[..., None]
            picture[rows] += cover * (colour[:, None, None] - picture[rows])
        out[start:start + n] = np.rint(np.clip(picture, 0, 1) * 255)
    return out


def contact_sheet(pictures, columns, scale=4):
    """Pictures uint8 [N, 32, 32, 3] as one sheet, uint8 [H, W, 3]."""
    n = len(pictures) // columns * columns
    tiles = np.pad(pictures[:n], ((0, 0), (1, 1), (1, 1), (0, 0)), constant_values=80)
    side = tiles.shape[1]
    sheet = tiles.reshape(n // columns, columns, side, side, 3).swapaxes(1, 2).reshape(n // columns * side, columns * side, 3)
    return sheet.repeat(scale, 0).repeat(scale, 1)
