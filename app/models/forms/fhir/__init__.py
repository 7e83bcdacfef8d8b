"""The form pack and the answers as HL7 FHIR R5 ``Questionnaire`` and ``QuestionnaireResponse``, and back."""
