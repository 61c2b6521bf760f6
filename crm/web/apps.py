from django.apps import AppConfig

from crm.web.form_words import say_it_in_our_words

# Here and not in `ready()`: some forms are made while the models are still being read.
say_it_in_our_words()


class WebConfig(AppConfig):
    name = "crm.web"
    label = "web"
