"""How well the rule on recognisable details does, measured on a labelled sample. Every paragraph is invented.

``yes``: somebody who was there, or who reads other public pages, could tell who is meant. ``no``: a story told as it
should be. The labels were written before the rule was run on them; figures below are what the rule reached then, so
that a change for the worse is noticed.
"""

from __future__ import annotations

from sane_cli.core.traits import traits
from sane_cli.rules.reidentification import points_at_somebody

SAMPLE = """\
yes|On 14 March 2019 the bookkeeper of the office was questioned in the village of Inventia.
yes|Two activists were taken from the small town at 5 a.m. on 3 June 2020; one of them was the only nurse there.
yes|The country director left the country on 7 January 2018, after the raid in Reedbank village.
yes|On 2021-05-09 police entered the parish of Lower Mill and took the laptop of the treasurer.
yes|Three staff members travelled to the hamlet of Oakend on May 12, 2022 and were stopped there.
yes|The interpreter was followed home to Candle Street on 22 October 2020.
yes|On the 5th of August the driver brought four women to the camp, where they stayed a night.
yes|In the neighbourhood of Highwater the imam spoke for the group on 30 November 2017.
yes|Le 12 avril 2021 la comptable a été convoquée dans le village de Saint-Invente.
yes|Deux militantes ont été arrêtées le 3 mai 2020 dans le quartier de Belleroche.
yes|El 8 de marzo la abogada fue seguida en el barrio de Invención.
yes|Dos activistas salieron del pueblo de Prado el 14 de julio con la contadora.
yes|On 1 February 2019 one volunteer, a midwife, was beaten in Fernhill village.
yes|The headteacher hid five girls in the settlement of Brook until 16 September 2021.
yes|Around 9:30 on 4 May 2019 the guard opened the gate of the compound in Stone village.
yes|Her brother, a teacher in the town of Alder, was dismissed on 11 March 2020.
yes|Six members of staff signed the letter on 19 June 2018 in the town; their lawyer was named in the papers.
yes|At 6:15 am the accountant called from the village; it was 23 August 2022.
yes|The founder and two colleagues met the governor on 2 March 2016 on the island.
yes|On 27/04/2021 a journalist and the driver were held in the township for three hours.
no|The alliance met in spring 2019 and agreed on a common statement.
no|In 2020 several organisations in the region lost their registration.
no|The director wrote to the ministry, and the ministry answered after some weeks.
no|On 22 April 2020 the study was opened to everybody.
no|More than 400 organisations are members of the umbrella body.
no|Staff in a number of countries were trained, and two networks were founded.
no|A coalition of twelve organisations was formed in 2018.
no|The law was passed on 13 June 2017 and struck down by a court three years later.
no|Women from villages in the north told of threats during the campaign.
no|The secretariat has a coordinator, and each member sends one person to the meetings.
no|Members came from 15 countries; the network has an office in the capital.
no|In October 2019 the case was shown at a forum in a large city.
no|Local offices prepared plans for a raid, for frozen accounts and for arrests.
no|A lawyer on call, a fund for emergencies and a list of contacts were set up.
no|The bank closed the accounts without a reason, as it did with others.
no|Some colleagues were questioned in the course of the year; all came home.
no|The organisation works with communities, teachers and health workers in rural districts.
no|Trainings of three days were held in five cities between 2017 and 2019.
no|The board decided to answer quietly and to inform partners first.
no|On 9 March 2021 the network published its key findings.
no|Two of the six case studies tell of coalitions, four of organisations.
no|Il y a dix membres dans la coalition, et une réunion chaque mois.
no|La red creció de 12 a 40 organizaciones entre 2015 y 2019.
no|The programme manager role was shared by two organisations from May 2018.
no|Attackers used a gap in the software of a server in 2021.
no|The hearing of 4 July 2019 was attended by delegates of many embassies.
no|Village committees and town halls were asked to sign, and hundreds did.
no|The three pilots were written between July and October 2019.
no|A member of staff fell ill after months of pressure and was given leave.
no|Seven lessons were drawn, the first of them on trust.
"""
RECALL_REACHED = 0.95
FALSE_ALARMS_REACHED = 0.04


def test_recall_and_false_alarms() -> None:
    labelled = [line.split("|", 1) for line in SAMPLE.splitlines()]
    missed, alarms = [], []
    for label, paragraph in labelled:
        flagged = points_at_somebody(list(traits(paragraph)))
        if label == "yes" and not flagged:
            missed.append(paragraph)
        if label == "no" and flagged:
            alarms.append(paragraph)
    risky = sum(label == "yes" for label, _paragraph in labelled)
    recall = 1 - len(missed) / risky
    false_alarms = len(alarms) / (len(labelled) - risky)
    print(f"recall {recall:.2f} of {risky}, false alarms {false_alarms:.2f} of {len(labelled) - risky}")
    assert recall >= RECALL_REACHED, missed
    assert false_alarms <= FALSE_ALARMS_REACHED, alarms
