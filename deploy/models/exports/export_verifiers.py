"""Write a published verifier as a bundle: `export_verifiers.py KIND CHECKPOINT OUT_BUNDLE`; docs/verifiers.md says which checkpoint each kind takes.

The bundle holds what the reference implementation does, from the picture's pixels on. It is tested against that implementation before it gets its name.
"""

import argparse

import transformers

from verifiers_export.kinds import KINDS
from verifiers_export.writing import DTYPES, write


def arguments(given=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("checkpoint", metavar="CHECKPOINT", help="a directory in transformers' layout or a Hub id; for hps and imagereward a file of weights")
    parser.add_argument("out", metavar="OUT_BUNDLE", help="a directory, not there yet")
    parser.add_argument("--name", help="what the bundle calls itself (default: its kind)")
    parser.add_argument("--dtype", choices=DTYPES, default="float32", help="of the weights (default: %(default)s)")
    parser.add_argument("--batch", type=int, default=8, help="pictures that are scored at a time, unless users say otherwise (default: %(default)s)")
    parser.add_argument("--head", help="aesthetic: the file of the MLP's weights")
    parser.add_argument("--tokenizer", default="bert-base-uncased", help="imagereward: BERT's tokenizer, a directory or a Hub id (default: %(default)s)")
    parser.add_argument("--architecture", default="ViT-H-14", help="hps: what open_clip calls it (default: %(default)s)")
    args = parser.parse_args(given)
    if args.batch < 1:
        parser.error(f"--batch was {args.batch}, expected 1 or more")
    return args


def main():
    args = arguments()
    transformers.logging.set_verbosity_error()
    print(f"{args.kind}: reading {args.checkpoint}", flush=True)
    worst = write(KINDS[args.kind](args), args.out, args.name or args.kind, args.dtype, args.batch)
    print(f"{args.out}: ready; at most {worst:.1e} from the reference")


if __name__ == "__main__":
    main()
