"""Every page of the portal and of three made applications, looked at with a browser.

`sites.py` serves them, `paths.py` follows links and says which pages there are, `turns.py` says who
looks at which page, in which language, `look.py` looks.
"""
