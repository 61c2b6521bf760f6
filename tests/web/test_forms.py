"""How forms look and speak."""

from django import forms


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As she says it.")
    email = forms.EmailField(label="E-mail")
    country = forms.ChoiceField(choices=[("GB", "Great Britain")])
    keeps = forms.BooleanField(label="Keep me posted")
    mood = forms.ChoiceField(label="Mood", choices=[("good", "Good")], widget=forms.RadioSelect)
    once = forms.CharField(widget=forms.HiddenInput)


def test_field_ties_hint_and_mistake_to_the_input():
    field = Sample({"name": ""})["name"]

    drawn = field.as_field_group()

    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'class="form-control is-invalid"' in drawn


def test_field_keeps_what_was_typed():
    field = Sample({"email": 'anna@"><script>'})["email"]

    drawn = field.as_field_group()

    assert "anna@&quot;&gt;&lt;script&gt;" in drawn
    assert "<script>" not in drawn


def test_each_widget_has_its_look():
    form = Sample()

    looks = {name: form[name].build_widget_attrs({}).get("class") for name in form.fields}

    assert looks == {
        "name": "form-control",
        "email": "form-control",
        "country": "form-select",
        "keeps": "form-check-input",
        "mood": "form-check-input",
        "once": None,
    }


def test_tick_has_its_label_behind_it():
    drawn = Sample()["keeps"].as_field_group()

    assert drawn.index("<input") < drawn.index("Keep me posted")


def test_dots_stand_in_a_group_with_a_legend():
    drawn = Sample()["mood"].as_field_group()

    assert "<fieldset" in drawn
    assert '<legend class="form-label required">Mood</legend>' in drawn
    assert 'class="choice-list"' in drawn


def test_mistakes_of_the_whole_form_are_announced():
    form = Sample({})
    form.add_error(None, "These two do not fit together.")

    assert 'role="alert"' in str(form.non_field_errors())


def test_whole_form_draws_every_field_once():
    drawn = str(Sample())

    assert drawn.count("<input") == 5
    assert drawn.count('type="hidden"') == 1
