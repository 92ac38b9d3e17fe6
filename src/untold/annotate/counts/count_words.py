"""The words that tell what a number counts and what befell those it counts.

Word forms, not lemmas, because headlines and texts without punctuation are tagged badly.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _table(**rows: str) -> dict[str, str]:
    return {word: name.replace("_", " ") for name, words in rows.items() for word in words.split()}


#: Word forms that tell a fate of those counted. Forms, not lemmas: headlines are tagged badly.
FATES = _table(
    killed="kill kills killed killing slain martyr martyrs martyred martyring martyrdom dead "
    "die dies died dying death deaths fatality fatalities perished perish deceased "
    "murder murders murdered murdering massacre massacred massacring slaughtered "
    "executed assassinated beheaded corpse corpses drowned",
    wounded="wound wounds wounded wounding injure injures injured injuring injury injuries "
    "hurt hurts hurting maimed",
    casualties="casualty casualties",
    missing="missing",
    detained="arrest arrests arrested arresting detain detains detained detaining captured capturing",
    displaced="displace displaces displaced displacing fled flee flees",
    evacuated="evacuate evacuates evacuated evacuating",
    hospitalised="hospitalised hospitalized",
    rescued="rescued rescuing",
    survivors="survivor survivors survived",
)
#: Fates that only happen to people and animals: a car beside the dead is not one of them.
BODILY = frozenset({"killed", "wounded", "casualties", "hospitalised", "killed or wounded"})
#: Those that take whom they befall as their object ("killed 12").
WITH_OBJECT = _words(
    "kill kills killed killing martyred martyring murder murders murdered murdering massacre "
    "massacred massacring slaughtered executed assassinated beheaded wound wounds wounded "
    "wounding injure injures injured injuring hurt hurts hurting arrest arrests arrested "
    "arresting detain detains detained detaining captured capturing displace displaces displaced "
    "displacing evacuate evacuates evacuated evacuating rescued rescuing"
)
#: Nouns that say whose fate follows: "the deaths of 12", "the bodies of 44".
OF_NOUNS = _table(
    killed="death deaths lives life bodies killing murder massacre martyrdom corpses loss execution",
    wounded="injury injuries wounding",
    detained="arrest arrests detention capture",
    evacuated="evacuation",
    displaced="displacement",
)
#: Heads that are the fate themselves: "claimed 12 lives", "44 bodies".
HEADS = {"lives": "killed", "bodies": "killed", "body": "killed"}

#: Words for anybody: they name no group among those counted.
ANYBODY = _words(
    "people person persons others other individuals individual victims victim lives bodies body "
    "corpses more deaths fatalities casualties injuries survivors martyrs souls humans"
)
#: A group of its own only where the sentence sets another group beside it.
CIVILIANS = frozenset({"civilians", "civilian", "residents", "inhabitants", "locals"})
COLLECTIVE = _words(
    "personnel police staff troops aircraft dead injured wounded missing clergy cattle fish sheep "
    "crew youth military men women children homeless unemployed"
)
NAMED = frozenset({"GPE", "LOC", "PERSON", "DATE", "TIME", "FAC"})
NO_NOUN = frozenset({"ages", "aged", "age", "i.e.", "e.g."})
THINGS = _words(
    "strike airstrike attack blast explosion bomb bombing bombardment shell rocket missile raid "
    "plane jet aircraft helicopter vehicle car truck building house home shop school hospital "
    "tank ship boat crash fire flood earthquake barrel round drone mortar grenade village town "
    "city area time point clash district neighborhood neighbourhood side party country state "
    "place family hour day facility station base airport government group report account "
    "statement reason case incident site"
)

BETWEEN = _words(
    "were was are is be been being have has had having who that which also reportedly slightly "
    "seriously badly critically lightly severely mildly confirmed reported feared believed "
    "presumed declared found now already either then since left to thought said known so far lay "
    "dead as get got and/or about later subsequently allegedly apparently tragically simply"
)
LINKS = frozenset(
    {"and", "&", ",", "plus", "as", "well", "along", "with", "together", "or", "while", "-", "–"}
)
INCLUDING = frozenset({"including", "includes", "included", "include"})
OF_THEM = frozenset({"them", "whom", "those"})
FILLERS = _words(
    "the a an another other further additional all these those its his her their our my more "
    "estimated total"
)
HOSPITAL = frozenset({"hospital", "hospitals"})
SUFFERED = _words("injuries wounds burns problems difficulties symptoms fractures")
TOLL_STEPS = _words(
    "to at of is was reached reaches stands stood rises rose risen climbs climbed has had reach "
    "hit hits passed put from up now around by"
)
HEDGES = _words(
    "at least more than over about some nearly another up to around almost a as many further"
)
IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet",
    "life": "lives", "serviceman": "servicemen", "policeman": "policemen", "gunman": "gunmen",
    "aircraft": "aircraft", "personnel": "personnel", "police": "police", "people": "people",
    "troops": "troops", "century": "centuries", "inch": "inches",
}  # fmt: skip
#: After "of": these make those counted a part of others.
OF_WHOM = _words("the them those whom these its their")
