"""What the nodes of a network are called in code: identifiers of Python and of R."""

import keyword
import re
from collections.abc import Mapping

from cnnviz.cnn.network import Network

# What names mean already: in the code that is written, in R, and in every torch.nn.Module.
_TAKEN = (
    "x picture self torch nn functional keras layers load load_file make model net inputs Path "
    "Tensor Net CLASSES WEIGHTS shapes weights name names file path TRUE FALSE NULL NA NaN Inf T F "
    "c t if else repeat while function next break in for list array add_module apply bfloat16 "
    "buffers call_super_init children compile cpu cuda double dump_patches eval extra_repr float "
    "forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict "
    "modules mtia named_buffers named_children named_modules named_parameters parameters "
    "register_backward_hook register_buffer register_forward_hook register_forward_pre_hook "
    "register_full_backward_hook register_full_backward_pre_hook "
    "register_load_state_dict_post_hook "
    "register_load_state_dict_pre_hook register_module register_parameter "
    "register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state "
    "set_submodule share_memory state_dict to to_empty train training type xpu zero_grad "
    "T_destination "
)


def identifiers(network: Network) -> Mapping[str, str]:
    """Return what each node is called in code, by its name: layer2.0.bn1 is layer2_0_bn1."""
    found: dict[str, str] = {}
    used = set(_TAKEN.split())
    for name in network.names[1:]:
        found[name] = _identifier(name, used)
        used.add(found[name])
    return found


def _identifier(name: str, used: set[str]) -> str:
    made = re.sub(r"\W", "_", name, flags=re.ASCII).strip("_") or "layer"
    if made[0].isdigit():
        made = f"layer{made}"
    if made in used or keyword.iskeyword(made) or keyword.issoftkeyword(made):
        made += "_"
    count = 2
    first = made
    while made in used:
        made, count = f"{first}{count}", count + 1
    return made
