"""The paper twin (紙の写し) of the questionnaire: the official pages, blank or filled, and where every cell stands."""
