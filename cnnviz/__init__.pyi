# What `cnnviz` offers, for type checkers: it is loaded only when it is asked for.
from cnnviz.commands.scripting import Prediction as Prediction
from cnnviz.commands.scripting import Terms as Terms
from cnnviz.commands.scripting import open_network as open_network
from cnnviz.commands.scripting import open_picture as open_picture
from cnnviz.commands.scripting import predict as predict
from cnnviz.commands.scripting import save as save
from cnnviz.commands.scripting import show as show
from cnnviz.commands.scripting import terms as terms
from cnnviz.commands.scripting import trace as trace

__version__: str
