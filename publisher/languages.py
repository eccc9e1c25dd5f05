"""Language codes: checked against ISO 639, written as BCP 47 writes them, and the direction in which they run."""

import re

# A language, then a script, a region and variants (RFC 5646 section 2.1), case as section 2.1.1 recommends.
_TAG = r"(?i)([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
# Languages, and scripts named in a tag, that run from right to left (CLDR, "characterOrder").
_RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ps sd ug ur yi arab hebr nkoo syrc thaa".split())
_LEFT_TO_RIGHT = frozenset("cyrl deva latn".split())
_BCP_47 = "must be a language code, for example en or de-CH"


def language(text: str) -> str:
    """A language as BCP 47 writes it; `de_DE` becomes `de-DE`, and `deu` becomes `de`.

    Raises `ValueError` for anything else, and for a code that ISO 639 does not know: validators refuse such a feed.
    """
    tag = re.fullmatch(_TAG, text.strip().replace("_", "-"))
    if tag is None:
        raise ValueError(f"{_BCP_47}{_hint(text.strip().lower())}")
    primary, script, region, variants = tag.groups(default="")
    code = _known(primary.lower())
    if not code:
        raise ValueError(f"{_BCP_47}; no language has the code {primary!r} (ISO 639)")
    return "-".join(part for part in (code, script.title(), region.upper()) if part) + variants.lower()


def direction(language: str) -> str:
    """`rtl` or `ltr`, as HTML's `dir` takes it, for a language tag (BCP 47); a script in the tag decides."""
    language, *subtags = language.lower().split("-")
    if _LEFT_TO_RIGHT.intersection(subtags):
        return "ltr"
    return "rtl" if _RIGHT_TO_LEFT.intersection((language, *subtags)) else "ltr"


def _known(code: str) -> str:
    """The code that BCP 47 wants for a language: two letters where there are two; `""` for an unknown one."""
    if len(code) == 2:
        return code if f"{code} " in _TWO_OF_THREE else ""
    place = _TWO_OF_THREE.find(f" {code}")
    if place >= 0:
        return _TWO_OF_THREE[place + 4 : place + 6]
    return code if f" {code} " in _THREE_ALONE else ""


def _hint(name: str) -> str:
    """What somebody who wrote a language's name meant."""
    code = next((code for code, names in _NAMES.items() if name in names.split()), "")
    return f"; write {code}" if code else ""


_NAMES = {
    "en": "english",
    "de": "german deutsch",
    "fr": "french français francais",
    "es": "spanish español espanol castellano",
    "it": "italian italiano",
    "pt": "portuguese português portugues",
    "nl": "dutch nederlands",
    "ru": "russian русский",
    "uk": "ukrainian українська",
    "pl": "polish polski",
    "zh": "chinese mandarin 中文",
    "ja": "japanese 日本語",
    "ko": "korean 한국어",
    "he": "hebrew עברית",
    "ar": "arabic العربية",
    "tlh": "klingon",
}

# ISO 639-1 with its names in ISO 639-2 (both where a language has two), as of 2024; three letters, then the two.
_TWO_OF_THREE = """
aaraa abkab afraf akaak albsq amham araar argan armhy asmas avaav aveae aymay azeaz bakba bambm baqeu belbe
benbn bihbh bisbi bodbo bosbs brebr bulbg burmy catca cescs chach chece chizh chucu chvcv corkw cosco crecr
cymcy czecs danda deude divdv dutnl dzodz ellel engen epoeo estet euseu eweee faofo fasfa fijfj finfi frafr
frefr fryfy fulff geoka gerde glagd glega glggl glvgv greel grngn gujgu hatht hauha hebhe herhz hinhi hmoho
hrvhr hunhu hyehy iboig iceis idoio iiiii ikuiu ileie inaia indid ipkik islis itait javjv jpnja kalkl kankn
kasks katka kaukr kazkk khmkm kikki kinrw kirky komkv konkg korko kuakj kurku laolo latla lavlv limli linln
litlt ltzlb lublu luglg macmk mahmh malml maomi marmr mayms mkdmk mlgmg mltmt monmn mrimi msams myamy nauna
navnv nblnr ndend ndong nepne nldnl nnonn nobnb norno nyany ocioc ojioj orior ormom ossos panpa perfa plipi
polpl porpt pusps quequ rohrm ronro rumro runrn rusru sagsg sansa sinsi slksk slosk slvsl smese smosm snasn
sndsd somso sotst spaes sqisq srdsc srpsr sswss sunsu swasw swesv tahty tamta tattt telte tgktg tgltl thath
tibbo tirti tonto tsntn tsots tuktk turtr twitw uigug ukruk urdur uzbuz venve vievi volvo welcy wlnwa wolwo
xhoxh yidyi yoryo zhaza zhozh zulzu
""".replace("\n", " ")
# Languages without a code of two letters: those of ISO 639-2, and of ISO 639-3 those that software is translated into.
_THREE_ALONE = """
ace ach acm ada ady aeb afh agr ain akk ale alt ang anp apc arc arn arp ars arw ary arz asa ast awa ayc azb
bal ban bar bas bej bem bhb bho bik bin bla bra brx bua bug bxr byn bzj cad car ccp cdo ceb cgg chb chg chk
chm chn cho chp chr chy ckb cmn cnr cop crh csb dak dar dav del den dgr din diq dje doi dsb dua dum dyo dyu
ebu efi egy eka elx enm evn ewo ext fan fat fil fon frm fro frr frs fur gaa gan gay gba gcr gez gil gmh goh
gon gor got grb grc gsw guz gwi hai hak haw hif hil hit hmn hne hsb hsn hup hus iba ilo inh jam jbo jgo jmc
jpr jrb kaa kab kac kam kaw kbd kde kea kek kha kho khq kiu kjh kln kmb kok kos kpe krc krl kru ksb ksf ksh
kum kut lad lag lah lam lez lij lkt lld lmo lol loz lrc ltg lua lui lun luo lus luy lzh lzz mad mag mai mak
mam man mas mdf mdr men mer mfe mga mgh mgo mhr mic min miq mjw mnc mni mnw moh mos mua mus mwl mwr mxp myv
mzn nan nap naq nch nds new nhn nia niu niv nmg nnh nog non nqo nrm nso nus nwc nym nyn nyo nzi osa ota otq
pag pal pam pap pau pcm pdc peo pfl phn pms pnb pon prg pro quc quz raj rap rar rgn rif rof rom ruo rup rwk
sad sah sam saq sas sat sbp scn sco seh sel ses sga sgs shi shn shs sid skr sma smj smn sms snk sog srn srr
stq suk sus sux syc syr szl tcy tem teo ter tet the tig tiv tkl tlh tli tmh tog tpi tsi tum tvl twq tyv tzh
tzm tzo udm uga umb unm vai vec vls vot vro vun wae wal war was wuu xal xmf xog yao yap yav yua yue yuw zap
zbl zea zen zgh zun zza
""".replace("\n", " ")
