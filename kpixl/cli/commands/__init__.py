"""The commands, one a module. At import they load nothing but click: the work is done by `kpixl`'s verbs."""
