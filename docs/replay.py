"""Draws a run's images again, in PyTorch alone and as docs/noise.md says: `python docs/replay.py RUN BUNDLE_DIR`. For bundles of rectified flow that predict
the velocity and read words, as the embedded ones do, samplers euler and euler-ancestral, and starts from noise."""
import glob, hashlib, io, json, math, re, struct, sys
import numpy, PIL.Image, pyarrow.parquet, torch

def fresh(seed, shape):
    return torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed))

def noise(lineage, shape):
    made = []
    for i, step in enumerate(lineage):
        v = fresh(step["seed"], shape)
        if step["op"] == "neighbour":
            n, v, c = made[step.get("parents", [i - 1])[0]].double(), v.double(), step["number"]
            w = v - (v * n).sum() / n.square().sum() * n
            v = (c * n + math.sqrt((1 - c) * (1 + c)) * n.norm() * w / w.norm()).float()
        made.append(v)
    return made[-1]

def levels(schedule, S, top, bottom):
    even = [(S - i) / S if schedule.get("last", 0) == 0 or S == 1 else 1 - i * (1 - schedule["last"]) / (S - 1) for i in range(S)]
    whole = [schedule["shift"] * s / (schedule["shift"] * s + (1 - s)) for s in even] + [0.0]
    apart = lambda above, s, below: min(top, above) - s >= (above - s) / 2 and s - max(bottom, below) >= (s - below) / 2
    return [top, *(s for above, s, below in zip(whole, whole[1:], whole[2:]) if top > s > bottom and apart(above, s, below)), bottom]

def renoised(x, low, high, seed):
    a = (1 - high) / (1 - low)
    return a * x + math.sqrt((high - a * low) * (high + a * low)) * fresh(seed, x.shape[1:])

@torch.no_grad()
def drawn(row, settings, bundle, parts, vocabulary):
    def conditions(text):
        ids = [vocabulary[word] for word in re.findall("[a-z]+", text.lower()) if word in vocabulary] + [0] * 99
        return parts["text_encoder"](torch.tensor([ids[: bundle["text"]["tokenizers"][0]["length"]]]))

    def clean(x, sigma):
        network = lambda text: parts["denoiser"](x, torch.full((1,), bundle["time"]["scale"] * sigma), conditions(text))
        scale, v = settings["guidance"], network(row["prompt"])
        return x - sigma * (v if scale == 1 else (without := network(row.get("negative_prompt") or settings.get("negative-prompt", ""))) + scale * (v - without))

    lineage, latent = json.loads(row["lineage"]), bundle["latent"]
    x, follow, at = noise(lineage, (latent["channels"], latent["height"], latent["width"]))[None], lineage[0]["seed"], None
    for leg in json.loads(row["legs"]):
        follow = leg.get("renoise", leg.get("branch", {"seed": follow}))["seed"]
        x = renoised(x, leg["renoise"]["from"], leg["from"], follow) if "renoise" in leg else x
        sigmas = levels(bundle["schedule"], leg["steps"], leg["from"], leg["to"])
        for high, low in zip(sigmas, sigmas[1:]):
            down, d = low * (low / high) if settings["sampler"] == "euler-ancestral" else low, clean(x, high)
            x = d + down / high * (x - d)
            if down < low:
                x = renoised(x, down, low, int.from_bytes(hashlib.sha256(b"prospector/sigma" + struct.pack(">Id", follow, low)).digest()[:4], "big"))
    return parts["decoder"](x)[0].permute(1, 2, 0).clamp(0, 1).mul(255).round().numpy()

run, folder = sys.argv[1:]
settings, bundle = json.load(open(f"{run}/run.json"))["configuration"], json.load(open(f"{folder}/bundle.json"))
parts = {name: torch.jit.load(f"{folder}/{part['file']}") for name, part in bundle["parts"].items()}
vocabulary = {word.strip(): i for i, word in enumerate(open(f"{folder}/vocabulary.txt"))}
for row in (row for file in sorted(glob.glob(f"{run}/results/*.parquet")) for row in pyarrow.parquet.read_table(file).to_pylist() if row["image"]):
    stored = numpy.array(PIL.Image.open(io.BytesIO(row["image"]["bytes"])).convert("RGB"), dtype=float)
    print(f"prompt {row['prompt_id']} rank {row['rank']}: {abs(drawn(row, settings, bundle, parts, vocabulary) - stored).max():.0f} of 255 apart")
