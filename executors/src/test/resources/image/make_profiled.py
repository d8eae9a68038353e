#!/usr/bin/env python3
"""Writes a JPEG with a Display P3 profile beside this file, as phones make them, and the same one without it."""

import struct
from pathlib import Path

from PIL import Image, ImageCms

# Of Display P3, as D50 has them; the rest of the profile is sRGB's.
PRIMARIES = {b"rXYZ": (0.5151, 0.2412, -0.0011), b"gXYZ": (0.2920, 0.6922, 0.0419), b"bXYZ": (0.1571, 0.0666, 0.7841)}


def display_p3() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for i in range(struct.unpack_from(">I", profile, 128)[0]):
        name, offset, _ = struct.unpack_from(">4sII", profile, 132 + 12 * i)
        if name in PRIMARIES:
            struct.pack_into(">3i", profile, offset + 8, *(round(65536 * x) for x in PRIMARIES[name]))
    return bytes(profile)


def main() -> None:
    here = Path(__file__).parent
    image = Image.new("RGB", (24, 16))
    image.putdata([(10 * x, 15 * y, 250 - 5 * x - 5 * y) for y in range(16) for x in range(24)])
    image.save(here / "display-p3.jpg", quality=90, icc_profile=display_p3())
    image.save(here / "no-profile.jpg", quality=90)
    with Image.open(here / "display-p3.jpg") as p3, Image.open(here / "no-profile.jpg") as plain:
        assert p3.info["icc_profile"] and p3.convert("RGB").tobytes() == plain.convert("RGB").tobytes()


if __name__ == "__main__":
    main()
