"""Who opens which pages of sessions on the walk over every page; the names in braces are those of the scene."""

PAGES = {
    "": """
        agenda/ agenda/?view=past agenda/?kind=conference sessions/{today}/ series/round-tables/ series/spring/
        sessions/{today}/documents/ sessions/{today}/outcomes/ sessions/{today}/attendance/
        sessions/{published}/ sessions/{published}/record/ sessions/{published}/outcomes/
        sessions/{published}/attendance/ sessions/{published}/interventions/{said}/
        sessions/{demonstrated}/ sessions/{demonstrated}/record/ sessions/{demonstrated}/outcomes/
        sessions/{demonstrated}/attendance/ sessions/{demonstrated}/documents/
        sessions/{demonstrated}/interventions/{heard}/
        certificates/ certificates/{certificate}/ certificates/?key=nothing
        programmes/{convened}/commitments/ commitments/{commitment}/
        programmes/{convened}/progress/ progress/{progress}/
        programmes/marrakesh-2018/commitments/ programmes/marrakesh-2018/progress/
        programmes/marrakesh-2018/sessions/ programmes/{convened}/sessions/
    """,
    "Nils": "my-sessions/ agenda/own/",
    "Olga": """
        my-sessions/ my-sessions/{seat}/ agenda/own/ sessions/{recorded}/certificate/
        sessions/{today}/ sessions/{today}/record/ sessions/{today}/certificate/
        sessions/{recorded}/record/ sessions/{recorded}/record/1/ sessions/{recorded}/record/3/paper/
        sessions/{recorded}/record/compare/1/2/ sessions/{recorded}/record/compare/1/2/?show=all
        sessions/{circulated}/record/ sessions/{circulated}/record/corrections/
        sessions/{circulated}/record/corrections/ask/ sessions/{circulated}/record/corrections/{correction}/
        sessions/{circulated}/record/corrections/{correction}/withdraw/
        sessions/{published}/record/compare/1/2/ sessions/{evaluating}/evaluation/
        sessions/{evaluating}/evaluation/results/ sessions/{evaluated}/evaluation/
        sessions/{evaluated}/evaluation/results/
    """,
    "Omar": "commitments/{action}/ my-sessions/",
    "Mia": """
        sessions/{today}/notes/ sessions/{today}/notes/{note}/ sessions/{today}/outcomes/
        sessions/{today}/outcomes/new/ sessions/{today}/outcomes/{concluded}/
        sessions/{today}/interventions/{note}/ sessions/{today}/interventions/{note}/input/
        sessions/{today}/record/ sessions/{today}/record/circulate/ sessions/{recorded}/record/corrections/
        sessions/{evaluated}/evaluation/results/ my-sessions/
    """,
    "Remy": """
        sessions/{circulated}/record/ sessions/{circulated}/record/corrections/
        sessions/{circulated}/record/corrections/{correction}/ sessions/{circulated}/record/close/
        sessions/{published}/record/corrections/
    """,
    "Chloé": """
        sessions/{today}/notes/ sessions/{recorded}/record/ sessions/{recorded}/record/sign/
        sessions/{recorded}/record/adopt/ sessions/{circulated}/record/corrections/{correction}/
    """,
    "Sena": """
        programmes/{convened}/sessions/ programmes/{convened}/sessions/convene/ programmes/{convened}/series/open/
        sessions/{unannounced}/ sessions/{today}/change/ sessions/{unannounced}/cancel/ sessions/{today}/offices/
        sessions/{today}/agenda/ sessions/{unannounced}/agenda/ sessions/{today}/agenda/{item}/
        sessions/{today}/documents/ sessions/{today}/documents/add/
        sessions/{today}/invited/ sessions/{today}/invited/?q=two sessions/{unannounced}/invited/
        sessions/{today}/attendance/ sessions/{today}/attendance/?q=olga sessions/{today}/attendance/list/
        sessions/{recorded}/record/publish/ sessions/{today}/evaluation/ sessions/{evaluated}/evaluation/results/
        series/spring/evaluations/ programmes/{convened}/commitments/ programmes/{convened}/commitments/new/
        commitments/{commitment}/ programmes/{convened}/progress/ programmes/{convened}/progress/make/
        progress/{unreleased}/
    """,
}

# Forms sent as they are, and what opens in a page.
STATES = [
    ("", "agenda/", "main summary"),
    ("", "certificates/", "main [type=submit]"),
    ("Olga", "sessions/{circulated}/record/", ".record-corrections summary"),
    ("Olga", "sessions/{circulated}/record/corrections/ask/", "main [value=ask]"),
    ("Olga", "sessions/{evaluating}/evaluation/", "main .evaluation [type=submit]"),
    ("Mia", "sessions/{today}/outcomes/new/", "main [type=submit]"),
    ("Mia", "sessions/{today}/record/circulate/", "main [type=submit]"),
    (
        "Remy",
        "sessions/{circulated}/record/corrections/{correction}/",
        "main [value=refused], main [type=submit]",
    ),
    ("Sena", "programmes/{convened}/sessions/convene/", "main [type=submit]"),
    ("Sena", "sessions/{today}/agenda/", "main form:not([action]) [type=submit]"),
    ("Sena", "sessions/{today}/documents/add/", "main [type=submit]"),
    ("Sena", "sessions/{unannounced}/cancel/", "main [type=submit]"),
    ("Sena", "sessions/{today}/attendance/list/", "main [type=submit]"),
    ("Sena", "programmes/{convened}/commitments/new/", "main [type=submit]"),
]
