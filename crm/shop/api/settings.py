"""The settings of Django REST framework: nothing is open by default, JSON only."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["crm.shop.api.keys.KeyAuthentication"],
    # A view without scopes of its own opens to nobody.
    "DEFAULT_PERMISSION_CLASSES": ["crm.shop.api.keys.KeyOpens"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["crm.shop.api.reading.StrictJSON"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "crm.shop.api.reading.AlwaysJSON",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "crm.shop.api.problems.answer_problem",
    "UNAUTHENTICATED_USER": None,
}
