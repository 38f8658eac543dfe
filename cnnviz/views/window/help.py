"""What the Help menu tells: the keys, and what the program stands on."""

KEYS = """<table cellpadding="3">
<tr><td><b>Right, Left</b></td><td>next, previous layer; in an explanation: position</td></tr>
<tr><td><b>Page Down, Page Up</b></td><td>next, previous layer (presenter remotes)</td></tr>
<tr><td><b>Home, End</b></td><td>first, last layer or position</td></tr>
<tr><td><b>Space</b></td><td>play, pause</td></tr>
<tr><td><b>+, −</b></td><td>faster, slower</td></tr>
<tr><td><b>Up, Down</b></td><td>another map; in an explanation: a row up, down</td></tr>
<tr><td><b>Shift and arrows</b></td><td>select a map of another layer</td></tr>
<tr><td><b>Ctrl, Alt and Up, Down</b></td><td>in an explanation: another input map; scroll</td></tr>
<tr><td><b>Enter, Esc</b></td><td>open the explanation, close it</td></tr>
<tr><td><b>F5, F11</b></td><td>present on the whole screen, and leave (Esc); there N shows the
network, a full stop or B blanks the screen</td></tr>
<tr><td><b>Ctrl+1, Ctrl+2, Ctrl+3</b></td><td>the Filter, Network and Train page</td></tr>
<tr><td><b>Ctrl+R</b></td><td>train, pause, continue</td></tr>
<tr><td><b>Wheel, drag</b></td><td>zoom at the pointer, move the network</td></tr>
<tr><td><b>Double click</b></td><td>look closely; on the ground: whole network</td></tr>
<tr><td><b>[ and ]</b></td><td>thinner, thicker brush</td></tr>
<tr><td><b>In a kernel</b></td><td>type; Enter and Tab move; the wheel changes by 0.1
(Shift 1, Ctrl 0.01); dragging up and down changes a weight</td></tr>
<tr><td><b>With the answer hidden</b></td><td>type it; Enter checks it and goes on; Esc leaves
the field</td></tr>
<tr><td><b>Ctrl+Z, Ctrl+Shift+Z</b></td><td>undo, redo</td></tr>
<tr><td><b>Ctrl+plus, minus, 0</b></td><td>size of text and controls</td></tr>
<tr><td><b>Ctrl+Shift+P</b></td><td>find any action by its name</td></tr>
</table>"""

ABOUT = """<h3>cnnviz</h3>
<p>Shows where every number of a convolutional neural network comes from.</p>
<p>The numbers are computed with NumPy and are those that PyTorch computes; the tests compare
them operation by operation.</p>
<p>It stands on Qt and PySide6 (LGPL 3), NumPy (BSD), Pillow (MIT-CMU), safetensors (Apache 2.0),
msgspec (BSD) and, for training, PyTorch (BSD). The font is Inter (SIL Open Font License 1.1).
The network was trained on MNIST (Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0).</p>"""
