"""Returns: the files that came back, found, guarded and read into plain records; none of them is trusted."""
