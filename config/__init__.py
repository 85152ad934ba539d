"""How the platform is put together: settings from the environment, URLs, the WSGI entry."""
