"""The bars of the window: network, scale, transport."""
