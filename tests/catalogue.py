"""A catalogue of translations as `msgfmt` makes it, in memory."""

import gettext as catalogues
import io
import struct

HEADER = (
    "Language: de\nContent-Type: text/plain; charset=UTF-8\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
_MAGIC = 0x950412DE


def catalogue(texts, plurals=()):
    """Return the catalogue of a language.

    Args:
        texts: Translations by text.
        plurals: (one, many, one translated, many translated) each.

    Source: GNU gettext manual, "The Format of GNU MO Files".
    """
    entries = {"": HEADER, **texts}
    entries |= {f"{one}\0{many}": f"{eins}\0{viele}" for one, many, eins, viele in plurals}
    pairs = sorted((key.encode(), value.encode()) for key, value in entries.items())
    count, at = len(pairs), 28 + 16 * len(pairs)
    tables, data = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<II", len(pair[column]), at + len(data))
            data += pair[column] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, count, 28, 28 + 8 * count, 0, 0)
    return catalogues.GNUTranslations(io.BytesIO(head + b"".join(tables) + data))
