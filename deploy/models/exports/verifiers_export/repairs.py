"""What open_clip does to broken text (ftfy, then HTML's escapes), as far as it depends on no more than the characters at hand."""

from ftfy import chardata
from tokenizers import Regex, normalizers

ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&apos;": "'", "&nbsp;": "\u00a0"}  # &amp; first: it is undone twice


def replaced(table):
    return [normalizers.Replace(old, new) for old, new in table.items()]


def repairs():
    """Normalizers in ftfy's order. What looks like text decoded by the wrong table, and rarer entities, stay."""
    controls = "".join(rf"\x{{{c:x}}}" for c in chardata.CONTROL_CHARS)
    c1 = {bytes([c]).decode("latin-1"): bytes([c]).decode("sloppy-windows-1252") for c in range(0x80, 0xa0)}
    letters = {chr(c): to for c, to in {**chardata.LIGATURES, **chardata.WIDTH_MAP}.items()}
    return [
        normalizers.Replace(Regex(r"\x{1b}\[[\d;]*[a-zA-Z]"), ""),
        *replaced({old: new for old, new in c1.items() if old != new}),
        *replaced(letters),
        normalizers.Replace(Regex(chardata.SINGLE_QUOTE_RE.pattern), "'"),
        normalizers.Replace(Regex(chardata.DOUBLE_QUOTE_RE.pattern), '"'),
        normalizers.Replace(Regex(f"[{controls}]"), ""),
        normalizers.NFC(),
        *replaced(ENTITIES),
        # Lower case is Python's: it knows the sigma at a word's end.
        normalizers.Replace(Regex(r"(?<=\p{L})Σ(?!\p{L})"), "ς"),
    ]
