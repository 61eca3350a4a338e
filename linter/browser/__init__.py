"""Pages for a browser: one file each, which asks nothing of the network and runs only what it brings."""
