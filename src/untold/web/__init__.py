"""The web app: a project in the browser, on this machine alone."""
