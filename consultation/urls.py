"""Addresses of the consultation: reading, saying, moderating, answering, tracing."""

from django.urls import path

from consultation.views import (
    amendments,
    answers,
    brackets,
    closing,
    comments,
    consultations,
    desk,
    drafting,
    front,
    moderation,
    organisations,
    parallel,
    participants,
    positions,
    publishing,
    reading,
    record,
    review,
    settling,
    signatures,
    trail,
    translations,
)

app_name = "consultation"

urlpatterns = [
    # front
    path("", front.home, name="home"),
    path("about/", front.about, name="about"),
    path("help/keyboard/", front.keyboard_help, name="keyboard-help"),
    # comments
    path("comments/mine/", comments.mine, name="own-comments"),
    path("comments/drafts/<slug:key>/", comments.edit_draft, name="draft-edit"),
    path("comments/drafts/<slug:key>/save/", comments.autosave, name="draft-save"),
    path("comments/drafts/<slug:key>/discard/", comments.discard, name="draft-discard"),
    path("comments/<slug:reference>/withdraw/", comments.withdraw, name="comment-withdraw"),
    # moderation
    path("moderation/", moderation.queue, name="moderation"),
    path("comments/<slug:reference>/moderate/", moderation.moderate, name="moderate"),
    # participants
    path("participants/", participants.participants, name="participants"),
    path("participants/admit/", participants.admit, name="admit"),
    path("participants/organisations/", participants.register, name="organisation-register"),
    # consultations
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/<slug:key>/", consultations.consultation, name="consultation"),
    # desk
    path("desk/", desk.desks, name="desks"),
    path("texts/<slug:text>/desk/", desk.desk, name="desk"),
    path("texts/<slug:text>/desk/<slug:key>/", answers.desk_clause, name="desk-clause"),
    path("texts/<slug:text>/desk/<slug:key>/revise/", answers.revise, name="desk-revise"),
    path("texts/<slug:text>/desk/<slug:key>/presence/", desk.presence, name="presence"),
    path("comments/<slug:reference>/dispose/", answers.dispose, name="dispose"),
    path("texts/<slug:text>/publish/", publishing.publish, name="publish"),
    path("texts/<slug:text>/review/", review.review, name="review"),
    path("texts/<slug:text>/<slug:version>/consult/", publishing.consult, name="consultation-open"),
    # brackets and positions
    path("texts/<slug:text>/positions/", positions.positions, name="positions"),
    path("texts/<slug:text>/positions/<slug:key>/end/", positions.end, name="position-end"),
    path("texts/<slug:text>/positions/<slug:key>/publish/", positions.publish, name="position-publish"),
    path("texts/<slug:text>/desk/<slug:key>/positions/", positions.state, name="position-state"),
    path("texts/<slug:text>/desk/<slug:key>/brackets/", settling.resolve, name="bracket-resolve"),
    path("texts/<slug:text>/<slug:version>/brackets/", brackets.brackets, name="brackets"),
    # closing
    path("texts/<slug:text>/closing/", closing.closing, name="closing"),
    path("texts/<slug:text>/closing/silence/", closing.silence, name="silence-open"),
    path("texts/<slug:text>/closing/silence/<slug:key>/break/", closing.break_, name="silence-break"),
    path("texts/<slug:text>/closing/silence/<slug:key>/lift/", closing.lift, name="silence-lift"),
    path("texts/<slug:text>/closing/silence/<slug:key>/conclude/", closing.conclude, name="silence-conclude"),
    path("texts/<slug:text>/closing/adopt/", closing.adopt, name="adopt"),
    path("texts/<slug:text>/closing/reserve/", closing.reserve, name="reserve"),
    path("records/verify_record.py", record.script, name="record-script"),
    path("texts/<slug:text>/<slug:version>/record/", record.record, name="record"),
    path("texts/<slug:text>/<slug:version>/record.html", record.record_page, name="record-page"),
    path("texts/<slug:text>/<slug:version>/record.json", record.record_json, name="record-json"),
    # amendments
    path("texts/<slug:text>/amendments/", amendments.amendments, name="amendments"),
    path("texts/<slug:text>/desk/<slug:key>/amend/", amendments.propose, name="amendment-propose"),
    path("amendments/<slug:key>/", amendments.amendment, name="amendment"),
    path("amendments/<slug:key>/accept/", amendments.accept, name="amendment-accept"),
    path("amendments/<slug:key>/reject/", amendments.reject, name="amendment-reject"),
    path("amendments/<slug:key>/withdraw/", amendments.withdraw, name="amendment-withdraw"),
    # organisations: as everybody reads them, inside, and drafting in them
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/inside/", organisations.inside, name="organisation-inside"),
    path("organisations/<slug:slug>/inside/one-voice/", organisations.one_voice, name="one-voice"),
    path("organisations/<slug:slug>/inside/speaks-for/", organisations.speak_for, name="speak-for"),
    path(
        "organisations/<slug:slug>/inside/speaks-for/<int:pk>/end/",
        organisations.speak_no_more,
        name="speak-no-more",
    ),
    path("organisations/<slug:slug>/inside/<slug:key>/appoint/", organisations.appoint, name="appoint"),
    path("organisations/<slug:slug>/inside/<slug:key>/step-down/", organisations.resign, name="step-down"),
    path("organisations/<slug:slug>/inside/<slug:key>/end/", organisations.end, name="membership-end"),
    path("organisations/<slug:slug>/drafts/", drafting.drafts, name="organisation-drafts"),
    path("organisations/<slug:slug>/drafts/together/", drafting.consolidate, name="drafts-together"),
    path("organisations/<slug:slug>/drafts/<slug:key>/", drafting.shared_draft, name="shared-draft"),
    path("comments/drafts/<slug:key>/share/", drafting.share, name="draft-share"),
    path("comments/drafts/<slug:key>/take-back/", drafting.unshare, name="draft-unshare"),
    path("comments/drafts/<slug:key>/suggestions/", drafting.suggestions, name="draft-suggestions"),
    path("comments/suggestions/<slug:key>/take/", drafting.take, name="suggestion-take"),
    path("comments/suggestions/<slug:key>/decline/", drafting.decline, name="suggestion-decline"),
    path("comments/<slug:reference>/sign/", signatures.cosign, name="cosign"),
    path("comments/<slug:reference>/unsign/", signatures.unsign, name="unsign"),
    # trail
    path("comments/<slug:reference>/", trail.comment, name="comment"),
    path("revisions/<int:pk>/", trail.revision, name="revision"),
    path("clauses/<slug:key>/history/", trail.history, name="history"),
    path("clauses/<slug:key>/words/", trail.word_history, name="word-history"),
    path("texts/<slug:text>/compare/", trail.compare_choice, name="compare-choice"),
    path("texts/<slug:text>/compare/<slug:old>/<slug:new>/", trail.compare, name="compare"),
    path("texts/<slug:text>/<slug:version>/clauses/<slug:key>/why/", trail.why, name="why"),
    path("ledger/", trail.ledger, name="ledger"),
    # languages
    path("texts/<slug:text>/translations/", translations.worklist, name="translations"),
    path("texts/<slug:text>/desk/<slug:key>/confirm/", translations.confirm, name="translation-confirm"),
    path("texts/<slug:text>/desk/<slug:key>/translate/", translations.add, name="translation-add"),
    path("texts/<slug:text>/<slug:version>/parallel/", parallel.parallel, name="parallel"),
    # reading (last: a version's slug stands where other words may)
    path("texts/", reading.texts, name="texts"),
    path("texts/<slug:text>/", reading.text, name="text"),
    path("texts/<slug:text>/<slug:version>/", reading.version, name="version"),
    path("texts/<slug:text>/<slug:version>/clauses/<slug:key>/", reading.clause, name="clause"),
    path(
        "texts/<slug:text>/<slug:version>/clauses/<slug:key>/comment/", comments.write, name="comment-write"
    ),
]
