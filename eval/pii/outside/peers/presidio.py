# Reads texts (JSON, one a line), writes for each the kinds that Presidio found.
# Without a spaCy model its pattern recognizers work, and names and places are not found.
import json
import os
import sys

import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

KINDS = {
    "CREDIT_CARD": "card",
    "EMAIL_ADDRESS": "email",
    "IBAN_CODE": "iban",
    "PHONE_NUMBER": "phone",
    "PERSON": "name",
    "LOCATION": "address",
    "US_BANK_NUMBER": "bank-account",
}
# These are everywhere in telemetry, and are no personal data there.
IGNORED = ("URL", "DATE_TIME", "IP_ADDRESS", "UUID", "ORGANIZATION")
MODEL = os.environ.get("SPACY_MODEL", "en_core_web_lg")
# Without a threshold, every number is a driver's licence with a score of 0.01.
THRESHOLD = 0.35


class LoadedEngine(SpacyNlpEngine):
    def __init__(self, model):
        super().__init__()
        self.nlp = {"en": model}


def load():
    try:
        return spacy.load(MODEL)
    except OSError:
        return spacy.blank("en")


def kind_of(entity):
    if entity in KINDS:
        return KINDS[entity]
    # US_SSN, UK_NHS, PL_PESEL and the like are ids of a state.
    return "national-id" if entity[2:3] == "_" else entity.lower()


registry = RecognizerRegistry()
registry.load_predefined_recognizers()
analyzer = AnalyzerEngine(registry=registry, nlp_engine=LoadedEngine(load()), supported_languages=["en"])
for line in sys.stdin:
    found = analyzer.analyze(text=json.loads(line), language="en", score_threshold=THRESHOLD)
    kinds = [kind_of(one.entity_type) for one in found if one.entity_type not in IGNORED]
    print(json.dumps(kinds), flush=False)
