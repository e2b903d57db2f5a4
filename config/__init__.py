"""Where the apps are put together: settings, addresses, servers. Imported by no app."""
