"""Words that many organisations share: kinds, causes, places. Alone, none of them tells which one is meant."""

from __future__ import annotations

_WORDS = """
academy accents access accountability acting action actions active activists acuna advocacy advocates afganistan
afghanistan africa african afrique agency aid aland albania albanie alejadas alejados alemania algeria algerie
allemagne alliance alliances america americaines american americana americas amerique ameriques amigos amnesty
analysis andorra andorre angola anguila anguilla antarctica antarctique antartida antigua arab arabes arabia arabie
argelia argentina argentine armenia armenie article aruba ascension asia asian asiatico asie asociacion assembly
assistance associates association associations asylum australasia australasie australe australes australia australie
austria autriche awareness azerbaidjan azerbaijan azerbaiyan bahamas bahrain bahrein bajos banglades bangladesh bank
barbade barbados barbuda barein barthelemy bartolome belarus belgica belgique belgium belice belize benin bermuda
bermudas bermudes bhoutan bhutan bidi bielorrusia bielorussie birmania birmanie bisau bissau board body bolivia
bolivie bosnia bosnie botsuana botswana bouvet brasil brazil brazzaville bresil britanicas britanico britannique
britanniques british brunei building bulgaria bulgarie bureau burkina burma burundi butan cabo caicos caiman caimans
caiques caledonia caledonie cambodge cambodia camboya cameroon cameroun camerun campaign campaigns canada canarias
canaries canary capacity cape caraibes care caribbean caribe caribeens catar caucus cause cayman center
centrafricaine central centrale centre centro centroafricana centroamerica ceuta chad change charity chequia
children chile chili china chine chinoise chipre christmas christophe church chypre cite cities citizen citizens
city ciudad civic civil clipperton club coalicion coalition cocos collective college colombia colombie comision
comite commission committee common commons communication communities community comoras comores comoros confederation
conference congo congress consortium consumer cook cooperation cooperative corea coree corporation costa cote
council country cristobal croacia croatia croatie cross cuba cultural culture cunha curacao curazao cyprus czechia
danemark data day days defence defender defenders defense democracy democratic democratica denmark derechos
desarrollo desconocida development dialogue diego digital dinamarca direct disability diversity djibouti dominica
dominicaine dominican dominicana dominique droits east eastern economic ecuador ecuatorial education egipto egypt
egypte elena eloignees emergency emirates emiratos emirats empowerment energy engagement enterprise environment
environmental equal equality equateur equatorial equatoriale eritrea erythree eslovaquia eslovenia espace espagne
espana estados estonia estonie esuatini eswatini etat etats ethiopia ethiopie etiopia euro europa europe europea
european europeenne eurozone exchange expression fair faith falkland family farmers faroe faso federacion federation
fellowship feminist feminista femmes feroe fidji field fiji filipinas finland finlande finlandia first fiyi
fondation food for forum foundation francaise francaises france francesa franceses francia free freedom freedoms
french friends front fund fundacion futuna future gabon gambia gambie garcia gender general georgia georgie germany
ghana gibraltar girls given global good governance granada granadinas grassroots great grece grecia greece green
greenland grenada grenade grenadines groenland groenlandia group groups growth guadalupe guadeloupe guam guatemala
guayana guernesey guernsey guiana guinea guinee guyana guyane haiti hall hands harbour head health heard helena
helene help herzegovina herzegovine high home honduras hong hongrie hope hour hours house housing human humana
humanitarian humanos hundred hungary hungria iceland iles impact inclusion inde independent indeterminee india
indian indico indien indigenous indonesia indonesie information initiative initiatives inside institute institution
integrity inter internacional international internationale internet investigation irak iran iraq ireland irlanda
irlande isla island islande islandia islands islas isle israel italia italie italy ivoire jamaica jamaique japan
japon jersey jordan jordania jordanie journalism journalists journey just justice justicia kazajistan kazakhstan
keeling kenia kenya king kingdom kinshasa kirghizstan kirguistan kiribati kitts knowledge kong korea kosovo koweit
kuwait kyrgyzstan labour land lanka laos late latin latine latinoamerica latvia law lawyers leaders leadership
league learning lebanon legal leona leone lesbian lesotho lesoto leste letonia lettonie liban libano liberia
liberties liberty libia library libya libye liechtenstein life light ligue line link lithuania lituania lituanie
lives local lucia lucie luxembourg luxemburgo maarten macao macdonald macedoine macedonia madagascar made main make
malaisie malasia malaui malawi malaysia maldivas maldives mali malouines malta malte malvinas many march mariana
marianas mariannes marin marino maroc marruecos marshall martin martinica martinique maurice mauricio mauritania
mauritanie mauritius mayen mayotte mcdonald medecins media medical melanesia melanesie melilla members memorial men
menores meridional mexico mexique micronesia micronesian micronesie micronesienne middle migrant migrants mind
mineures minority miquelon mission mobile moldavia moldavie moldova monaco monde mongolia mongolie monitor
monitoring montenegro montserrat more morocco most mothers mountain mouvement movement movimiento mozambique much
mujeres mundo municipal museum myanmar nacional naciones namibia namibie national nationale nations nature nauru
navidad near neerlandaise neerlandes neighbours nepal netherlands network networks never nevis news next nicaragua
nieves niger nigeria night niue nord norfolk norte norteamerica north northern noruega norvege norway nouvelle nueva
observatoire observatorio observatory occidental occidentale ocean oceania oceanie oceano office oman only open
order organisation organisations organising organizacion organization oriental orientale other ouest ouganda
outlying outreach ouzbekistan over paises pakistan palaos palau palestinian palestiniens palestinos panama papouasie
papua paraguay parents part participation partie partners partnership party past pays peace pedro people peoples
perou peru philippines pierre pitcairn place planet plataforma platform point poland policy polinesia political
pologne polonia polynesia polynesie poor popular population port porto portugal poverty power practice press
prevention principe prisoners professional program programme progress project projects promotion proteccion
protection pseudo pseudoacentos pseudobidi public puerto qatar queen queer read real reconciliation reform refugee
refugees region regional regions regroupement reino relief report reporters reproductive republic republica
republique rescue research reseau resilience resistance resource resources response responsible restorative reunion
rica rico rights rise river road rock romania room root roumanie royaume ruanda rumania rural rusia russia russie
rwanda safe safety sahara saharan saint sainte salomon salvador samoa sandwich santa santo saoudite sark saudi save
school schools science seafarers secretariat security senegal septentrional septentrionale serbia serbie service
services sexual seychelles shadow shelter side sierra sight singapore singapour singapur sint siria sisters slovakia
slovaquie slovenia slovenie small social sociedad societe society solidaridad solidarite solidarity solomon somalia
somalie some soudan south southeast southern space spaces spain speech sport squad state states step stone stop
story street strength strong student students studies study subsahariana subsaharienne sudafrica sudamerica sudan
sudeste suecia suede suisse suiza sun sunday support surinam suriname survivors sustainable svalbard sweden
switzerland syria syrie system table tadjikistan tailandia taiwan tajikistan talk tanzania tanzanie task tayikistan
tchad tchequie teachers team technology terres territoire territoires territories territorio territorios territory
thailand thailande than that theatre their them then there these think third this those time timor tobago together
togo tokelau tolerance tome tonga torture town trade traditional training transition transparency transport
treatment tree tribunal trinidad trinite tristan trust truth tunez tunisia tunisie turcas turkiye turkmenistan turks
turques turquia turquie tuvalu ucrania uganda ukraine under unidas unido unidos unies union unis united unity
universal university unknown urban uruguay uzbekistan vanuatu vatican vaticano venezuela verde vert very vicente
victims vierges viet vietnam village vincent violence virgenes virgin vision voice voices volunteer volunteers walk
wall wallis want warning watch water wave ways week welfare well west western when where which while will wind with
without witness woman women word words work worker workers working world worldwide writers year years yemen yibuti
young your youth zambia zambie zealand zelanda zelande zimbabue zimbabwe zona zone
"""
COMMON = frozenset(_WORDS.split())
