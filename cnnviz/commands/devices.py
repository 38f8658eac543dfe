"""`cnnviz devices`: what can train here."""

import json
import sys

from cnnviz.commands.arguments import add_format, parser
from cnnviz.commands.pytorch import require_pytorch
from cnnviz.language import _


def run(words: list[str]) -> int:
    """List what can train.

    Raises:
        CommandError: If PyTorch is not installed.
    """
    expected = parser("devices", _("List what can train."), "cnnviz devices --format json")
    add_format(expected)
    form = expected.parse_args(words).format
    require_pytorch()
    from cnnviz.training.devices import devices  # late: PyTorch takes a second

    found = devices()
    if form == "json":
        sys.stdout.write(json.dumps([vars(device) for device in found]) + "\n")
    else:
        width = max(len(device.name) for device in found)
        sys.stdout.writelines(f"{device.name:{width}}  {device.title}\n" for device in found)
    return 0
