"""The questionnaire (質問票) of a case: receiving it and keeping it sealed by statutory item."""
