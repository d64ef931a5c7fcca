"""Registration without a foreign host.

Flask-AppBuilder's form asks a captcha service on the internet; an office's network has none, and
the account begins to work only with the link in the letter anyway. A security manager uses it so:

    class OfficeSecurity(SecurityManager):
        registeruserdbview = RegistrationView
"""

from __future__ import annotations

from flask_appbuilder.security.forms import RegisterUserDBForm
from flask_appbuilder.security.registerviews import RegisterUserDBView


class RegistrationForm(RegisterUserDBForm):
    """Name, address and password; nothing from elsewhere."""

    recaptcha = None


class RegistrationView(RegisterUserDBView):
    """Pendaftaran akun."""

    form = RegistrationForm
