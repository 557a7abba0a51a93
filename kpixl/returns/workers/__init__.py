"""The processes that read: each file in one that may hang, crash or eat memory at its own cost alone."""
