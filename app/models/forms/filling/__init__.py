"""Filling in the questionnaire (質問票の記入), as pure functions over immutable values.

``draft`` holds what was answered so far and applies edits; ``edits`` says what a person can do; ``typing`` turns what
was typed into an answer or a problem at its place; ``topics`` is the course through the form, one topic per screen;
``closing`` tells what is still open and makes the response that is signed. Nothing here knows a clock or a file.
"""
