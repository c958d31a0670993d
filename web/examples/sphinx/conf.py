project = "Custom losses"
extensions = ["myst_parser"]
exclude_patterns = ["node_modules"]
