"""The form of the window: what was typed becomes the request that the JSON interface takes as well."""
