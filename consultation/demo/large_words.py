"""The sentences that the larger demonstration is made of, in English and French: all of them our own.

A clause is somebody who does something, when, and what for; every part fits every other. Actors are plural,
so that a verb fits them all.
"""

type Both = tuple[str, str]

HEADINGS: tuple[Both, ...] = (
    ("Journeys", "Voyages"),
    ("Study", "Études"),
    ("Work", "Travail"),
    ("Families", "Familles"),
    ("Money sent home", "Argent envoyé au pays"),
    ("Health", "Santé"),
    ("Safety on the way", "Sécurité en chemin"),
    ("Coming back", "Retour"),
    ("Towns that welcome", "Villes qui accueillent"),
    ("Knowledge", "Connaissances"),
    ("Complaints", "Réclamations"),
    ("Follow-up", "Suivi"),
)
ACTORS: tuple[Both, ...] = (
    ("The partners", "Les partenaires"),
    ("Consulates", "Les consulats"),
    ("Municipalities", "Les municipalités"),
    ("Universities", "Les universités"),
    ("Border services", "Les services aux frontières"),
    ("Employers", "Les employeurs"),
    ("Diaspora associations", "Les associations de la diaspora"),
    ("Health services", "Les services de santé"),
    ("Labour inspectorates", "Les inspections du travail"),
    ("Savings banks", "Les caisses d’épargne"),
    ("Schools", "Les écoles"),
    ("Harbour authorities", "Les autorités portuaires"),
)
DEEDS: tuple[Both, ...] = (
    ("publish how long each decision takes", "publient le temps que prend chaque décision"),
    ("answer every request in writing", "répondent par écrit à chaque demande"),
    ("accept papers in both languages", "acceptent les papiers dans les deux langues"),
    ("train the people who work at the counter", "forment les personnes qui travaillent au guichet"),
    ("keep a desk where travellers are advised", "tiennent un bureau où les voyageurs sont conseillés"),
    ("recognise diplomas from the other shore", "reconnaissent les diplômes de l’autre rive"),
    ("lower the fees for sending small sums", "abaissent les frais d’envoi des petites sommes"),
    ("share figures about arrivals and departures", "partagent les chiffres des arrivées et des départs"),
    ("open evening classes for newcomers", "ouvrent des cours du soir aux nouveaux venus"),
    ("inspect the lodgings of seasonal workers", "inspectent les logements des saisonniers"),
    ("name a person whom families can reach", "désignent une personne que les familles peuvent joindre"),
    ("lend tools to those who found a workshop", "prêtent des outils à ceux qui fondent un atelier"),
    ("keep rescue boats ready", "tiennent prêts des bateaux de secours"),
    ("explain contracts before they are signed", "expliquent les contrats avant leur signature"),
    ("pay the journey of young researchers", "paient le voyage des jeunes chercheurs"),
    ("keep the files of minors apart", "tiennent à part les dossiers des mineurs"),
    ("translate forms into the languages spoken", "traduisent les formulaires dans les langues parlées"),
    ("listen to those who came back", "écoutent ceux qui sont revenus"),
    ("test new procedures with those concerned", "essaient les nouvelles procédures avec les intéressés"),
    ("count the places that are free", "comptent les places disponibles"),
    ("report accidents at work", "signalent les accidents du travail"),
    ("meet the associations of both shores", "rencontrent les associations des deux rives"),
    ("keep waiting rooms open at night", "gardent les salles d’attente ouvertes la nuit"),
    ("correct wrong entries on request", "corrigent sur demande les mentions erronées"),
)
TIMES: tuple[Both, ...] = (
    ("at least once a year", "au moins une fois par an"),
    ("within thirty days", "sous trente jours"),
    ("before the end of the second year", "avant la fin de la deuxième année"),
    ("whenever it is asked for", "chaque fois que cela est demandé"),
    ("in every region", "dans chaque région"),
    ("as far as their means allow", "dans la mesure de leurs moyens"),
    ("together with their counterparts", "avec leurs homologues"),
    ("free of charge", "gratuitement"),
    ("from the first day", "dès le premier jour"),
    ("during the high season", "pendant la haute saison"),
    ("in towns of more than ten thousand people", "dans les villes de plus de dix mille habitants"),
    ("twice in the life of this programme", "deux fois pendant la durée de ce programme"),
    ("without being asked", "sans qu’on le leur demande"),
    ("under the eyes of both committees", "sous le regard des deux comités"),
)
AIMS: tuple[Both, ...] = (
    ("so that nobody has to travel twice", "afin que personne n’ait à se déplacer deux fois"),
    ("so that costs can be foreseen", "afin que les coûts soient prévisibles"),
    ("so that mistakes are found early", "afin que les erreurs soient vues à temps"),
    ("so that families stay in touch", "afin que les familles restent en contact"),
    ("so that the next round can build on it", "afin que le prochain cycle puisse s’y appuyer"),
    ("so that work is paid as agreed", "afin que le travail soit payé comme convenu"),
    ("so that young people can plan", "afin que les jeunes puissent prévoir"),
    ("so that lives are saved at sea", "afin que des vies soient sauvées en mer"),
    ("so that both shores learn from it", "afin que les deux rives en apprennent"),
    ("so that complaints reach the right desk", "afin que les réclamations arrivent au bon bureau"),
    ("so that small towns are not left out", "afin que les petites villes ne soient pas oubliées"),
    ("so that figures can be compared", "afin que les chiffres soient comparables"),
)
FURTHER: tuple[Both, ...] = (
    (
        "This holds for families as for those who travel alone.",
        "Cela vaut pour les familles comme pour ceux qui voyagent seuls.",
    ),
    ("The first report is due in spring.", "Le premier rapport est attendu au printemps."),
    ("Costs are shared in equal parts.", "Les coûts sont partagés à parts égales."),
    (
        "Whoever is refused is told why, and where to turn.",
        "Qui essuie un refus apprend pourquoi, et à qui s’adresser.",
    ),
    ("Nobody is named in the figures.", "Personne n’est nommé dans les chiffres."),
    ("What exists already is used first.", "Ce qui existe déjà est utilisé d’abord."),
    (
        "Associations of both shores are heard before.",
        "Les associations des deux rives sont entendues auparavant.",
    ),
    ("A short list of towns begins.", "Une courte liste de villes commence."),
)
# ---- what is said about it: how a comment begins, what it holds against the clause, what it asks for
OPENERS: tuple[Both, ...] = (
    ("Our members have waited for this.", "Nos membres attendaient cela."),
    ("We read this clause in three meetings.", "Nous avons lu cette clause en trois réunions."),
    ("From the harbour it looks otherwise.", "Vu du port, c’est autre chose."),
    ("We agree with the intention.", "Nous partageons l’intention."),
    ("This has been promised before.", "Cela a déjà été promis."),
    ("Two of our groups asked about this.", "Deux de nos groupes ont posé la question."),
    ("In practice it is the counter that decides.", "En pratique, c’est le guichet qui décide."),
    ("We have tried it in one town.", "Nous l’avons essayé dans une ville."),
    ("The words are good and vague.", "Les mots sont beaux et vagues."),
    ("Young people read this differently.", "Les jeunes lisent cela autrement."),
    ("We speak for those who came back.", "Nous parlons pour ceux qui sont revenus."),
    ("Figures would help here.", "Des chiffres aideraient ici."),
)
POINTS: tuple[Both, ...] = (
    ("Nobody is named who does it", "Personne n’est nommé pour le faire"),
    ("Small associations cannot follow at this pace", "Les petites associations ne suivent pas ce rythme"),
    ("The costs fall on the travellers", "Les coûts retombent sur les voyageurs"),
    ("The time that is given is too short", "Le délai donné est trop court"),
    ("Women who travel with children are left out", "Les femmes qui voyagent avec des enfants sont oubliées"),
    (
        "The French and the English do not say quite the same",
        "Le français et l’anglais ne disent pas tout à fait la même chose",
    ),
    ("It repeats what an earlier clause says", "Cela répète ce que dit une clause antérieure"),
    ("The islands have no such office", "Les îles n’ont pas un tel bureau"),
    ("There is no word about data", "Il n’y a pas un mot sur les données"),
    ("It helps those who have papers already", "Cela aide ceux qui ont déjà des papiers"),
    ("The word “region” is not clear", "Le mot « région » n’est pas clair"),
    ("Employers will not do this by themselves", "Les employeurs ne le feront pas d’eux-mêmes"),
    ("Nobody will know whether it was done", "Personne ne saura si cela a été fait"),
    ("It should hold for seasonal work as well", "Cela devrait valoir aussi pour le travail saisonnier"),
)
WISHES: tuple[Both, ...] = (
    ("please say who pays.", "merci de dire qui paie."),
    ("please give a date.", "merci de donner une date."),
    ("we ask for a yearly report.", "nous demandons un rapport annuel."),
    ("we would rather see it struck.", "nous préférerions la voir supprimée."),
    ("a list of towns would do.", "une liste de villes suffirait."),
    ("we offer to help with the first test.", "nous proposons d’aider au premier essai."),
    ("please hear those concerned first.", "merci d’entendre d’abord les intéressés."),
    ("one sentence would be enough.", "une phrase suffirait."),
    ("please move it to the part on families.", "merci de la déplacer dans la partie sur les familles."),
    ("we support it as it stands.", "nous la soutenons telle quelle."),
)
REFUSALS: tuple[Both, ...] = (
    ("The committee found no agreement on it.", "Le comité n’a pas trouvé d’accord."),
    ("Another clause says so already.", "Une autre clause le dit déjà."),
    ("It is for each partner to decide.", "Il appartient à chaque partenaire d’en décider."),
)
KEPT_BACK: Both = ("It names a person.", "Une personne y est nommée.")
WHY: Both = ("Taken up from what participants said.", "Repris de ce que les participants ont dit.")
# ---- who takes part: winds and lights for names, so that everybody reads that nobody is meant
FIRST_NAMES = (
    "Awa", "Bruno", "Celeste", "Driss", "Edda", "Fatou", "Goran", "Hawa", "Ines", "Jonas", "Kadi", "Lena",
    "Moussa", "Nadia", "Oumar", "Petra", "Rachid", "Salma", "Tomas", "Yara",
)  # fmt: skip
SURNAMES = (
    "Alizé", "Bora", "Chergui", "Dogger", "Estival", "Föhn", "Ghibli", "Halo", "Isobar", "Jetstream",
    "Khamsin", "Levant", "Meltemi", "Nimbus", "Ostro", "Poniente", "Rime", "Simoom", "Tramontane", "Zephyr",
)  # fmt: skip
PLACES: tuple[Both, ...] = (
    ("Lantern Bay", "la Baie aux Lanternes"),
    ("Two Wells", "Deux-Puits"),
    ("Salt Road", "la Route du sel"),
    ("Blue Delta", "le Delta bleu"),
    ("Far Quay", "Quai-Lointain"),
    ("White Pass", "le Col blanc"),
    ("Cedar Hill", "la Colline aux cèdres"),
    ("Nine Bridges", "Neuf-Ponts"),
)
BODIES: tuple[tuple[str, str], ...] = (
    ("Network of {place} (fictional)", "civil_society"),
    ("School of {place} (fictional)", "academia"),
    ("Diaspora House of {place} (fictional)", "diaspora"),
    ("Intergovernmental Office of {place} (fictional)", "international_organisation"),
    ("Chamber of {place} (fictional)", "other"),
)
COUNTRIES = ("MA SN ML NG GH CI CM TN DZ LY EG TD NE BF GN FR ES IT DE BE PT NL SE MT GR").split()
SITTINGS: Both = ("Committee, second sitting", "Comité, deuxième séance")
ENDS: Both = (
    "Translators of half of the languages asked for two weeks more.",
    "Les traducteurs de la moitié des langues ont demandé deux semaines de plus.",
)
QUESTIONS: tuple[Both, ...] = (
    (
        "Which of these promises could be kept within a year?",
        "Lesquelles de ces promesses tiendraient en un an ?",
    ),
    ("Who is missing from this text?", "Qui manque dans ce texte ?"),
    (
        "What would make this clause work at a counter?",
        "Qu’est-ce qui ferait marcher cette clause à un guichet ?",
    ),
)
REPLIES: tuple[Both, ...] = (
    (
        "We see the same at our counter, every week.",
        "Nous voyons la même chose à notre guichet, chaque semaine.",
    ),
    (
        "Not quite: in our towns it is the other way round.",
        "Pas tout à fait : dans nos villes, c’est l’inverse.",
    ),
    ("Could this be tried in one town first?", "Pourrait-on l’essayer d’abord dans une ville ?"),
)
REQUESTS: tuple[Both, ...] = (
    ("Which counters do you mean?", "De quels guichets parlez-vous ?"),
    ("Since when has this been so?", "Depuis quand en est-il ainsi ?"),
)
CLARIFICATIONS: tuple[Both, ...] = (
    ("Those at the harbour, and the two on the hill.", "Ceux du port, et les deux de la colline."),
    ("Since the forms were changed two years ago.", "Depuis que les formulaires ont changé il y a deux ans."),
)
CONTESTED: Both = (
    "The answer speaks of another clause than the one we spoke of.",
    "La réponse porte sur une autre clause que celle dont nous parlions.",
)
HIDDEN_REPLY: Both = ("It names a person at a counter.", "Elle nomme une personne d’un guichet.")
LETTER = (
    "We, who cross the water twice a year to see our parents, ask the committee for one thing. The waiting room at "
    "the landing stage is closed at seven in the evening, and whoever comes with the late boat spends the night "
    "outside. {asks} A lamp, a bench and a tap would be enough. We ask that this clause says so, with a date."
)
# What people change in a letter that is handed round.
ASKS = (
    "Last winter a child fell ill there.",
    "My aunt was among them in January.",
    "The baker lets some of us in, but he cannot take all.",
    "It rained every night of that week.",
    "Nobody at the counter knew whom to ask.",
    "There were thirty of us.",
)
STATEMENT: Both = (
    "I teach newcomers in the evening and should like to be heard.",
    "Je donne des cours du soir aux nouveaux venus et voudrais être entendue.",
)
