"""The project's settings, with the few things that tests change."""

import os

os.environ.setdefault("SECRET_KEY", "for the tests alone; it protects nothing")
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
os.environ.setdefault("PLAIN_HTTP", "true")

from config.settings import *

# Quick on purpose: nobody's password is at stake.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files straight from their folders, so that a test does not wait for them to be compressed.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Files that people ask for are made in memory: no test finds another's.
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
WHITENOISE_AUTOREFRESH = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
# Tests of what it asks for turn it on.
SECOND_FACTOR_REQUIRED = False
