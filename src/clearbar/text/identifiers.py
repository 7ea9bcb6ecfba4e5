"""Numbers that name a card, an account or an insured person, told from others by the digits that check them.

Each function takes the number without blanks and hyphens, in capitals, and says whether it can be one. None of them
knows whether it was ever given out.
"""

from __future__ import annotations

import re

_ISSUERS = (
    ("4", "4", {13, 16, 19}),  # Visa
    ("51", "55", {16}),  # Mastercard
    ("2221", "2720", {16}),
    ("34", "34", {15}),  # American Express
    ("37", "37", {15}),
    ("300", "305", {14, 16, 17, 18, 19}),  # Diners Club
    ("3095", "3095", {14, 16, 17, 18, 19}),
    ("36", "36", {14, 15, 16, 17, 18, 19}),
    ("38", "39", {14, 16, 17, 18, 19}),
    ("3528", "3589", {16, 17, 18, 19}),  # JCB
    ("6011", "6011", {16, 17, 18, 19}),  # Discover
    ("644", "659", {16, 17, 18, 19}),
    ("62", "62", {16, 17, 18, 19}),  # UnionPay
    ("81", "82", {16, 17, 18, 19}),  # UnionPay, RuPay
    ("60", "60", {16}),  # RuPay, Hipercard
    ("508", "508", {16}),
    ("2200", "2205", {16, 17, 18, 19}),  # Mir, Humo
    ("9792", "9792", {16}),  # Troy
    ("5061", "5061", {16, 18, 19}),  # Verve
    ("5018", "5018", {13, 14, 15, 16, 17, 18, 19}),  # Maestro
    ("5019", "5020", {13, 14, 15, 16, 17, 18, 19}),
    ("5038", "5038", {13, 14, 15, 16, 17, 18, 19}),
    ("5612", "5612", {13, 14, 15, 16, 17, 18, 19}),
    ("5893", "5893", {13, 14, 15, 16, 17, 18, 19}),
    ("6304", "6304", {13, 14, 15, 16, 17, 18, 19}),
    ("6390", "6390", {13, 14, 15, 16, 17, 18, 19}),
    ("67", "67", {13, 14, 15, 16, 17, 18, 19}),
)
"""How numbers begin, from and to, and how long they are then."""

IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29,
    "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
    "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20,
    "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29,
    "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
    "YE": 30,
}  # fmt: skip
"""Characters of an IBAN by country, from SWIFT's IBAN Registry."""

_MBI = re.compile(
    r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d\d"
)
_FISCAL = re.compile(r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]")
_ODD_PLACES = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)
"""What a letter counts at an odd place of the codice fiscale; a figure counts as the letter of the same rank."""


def is_card(digits: str) -> bool:
    """A payment card: 13 to 19 digits that begin as an issuer's do (ISO/IEC 7812-1) and end in the check digit of its
    annex B, by Luhn."""
    issued = any(low <= digits[: len(low)] <= high and len(digits) in lengths for low, high, lengths in _ISSUERS)
    return issued and _luhn(digits)


def is_iban(number: str) -> bool:
    """An international bank account number, ISO 13616-1: as long as its country has them, and 1 modulo 97 by
    ISO/IEC 7064 with its first four characters moved to the end."""
    if IBAN_LENGTHS.get(number[:2]) != len(number) or not number[2:4].isdigit():
        return False
    return int("".join(str(int(one, 36)) for one in number[4:] + number[:4])) % 97 == 1


def is_nhs(digits: str) -> bool:
    """A number of the NHS (England, Wales), of Northern Ireland's H&C or Scotland's CHI: ten digits, the last by
    modulus 11 with weights 10 to 2, as the NHS Data Dictionary has it. Those below 32… are of Scotland and begin with a
    day of birth; 10 as a check digit is never given out."""
    if len(digits) != 10 or len(set(digits)) == 1 or not _born_or_later(digits):
        return False
    return -_weighed(digits[:9], range(10, 1, -1)) % 11 == int(digits[9])


def is_medicare(number: str) -> bool:
    """A Medicare Beneficiary Identifier of the United States: 11 places, figures at 1, 4, 7, 10 and 11, letters at 2,
    5, 8 and 9, either at 3 and 6, and never S, L, O, I, B or Z (CMS, "Understanding the MBI format"). It has no check
    digit."""
    return bool(_MBI.fullmatch(number))


def is_kvnr(number: str) -> bool:
    """The part of a German Krankenversichertennummer that stays for life (§ 290 SGB V): a letter and nine figures. The
    letter counts as its rank in two figures; times 1 and 2 in turn, the sums of digits end in the last figure."""
    if not number[0].isalpha() or len(number) != 10:
        return False
    digits = f"{ord(number[0]) - 64:02d}{number[1:9]}"
    products = (int(one) * (1 + place % 2) for place, one in enumerate(digits))
    return sum(product // 10 + product % 10 for product in products) % 10 == int(number[9])


def is_nir(number: str) -> bool:
    """The French numéro d'inscription au répertoire with its key (décret n° 82-103): sex, year, month, département,
    commune, rank; the key is 97 less the rest of the number by 97, where 2A counts as 19 and 2B as 18."""
    month = int(number[3:5])
    if not (1 <= month <= 12 or 20 <= month <= 42 or month >= 50):
        return False
    counted = int(number[:13].replace("2A", "19", 1) if "A" in number else number[:13].replace("2B", "18", 1))
    return 97 - counted % 97 == int(number[13:])


def is_niss(digits: str) -> bool:
    """The Belgian number of the national register (NISS, INSZ; arrêté royal of 3 April 1984): date of birth (months 20
    or 40 higher for those without a residence), rank, and 97 less the rest by 97; of those born from 2000 on a 2 stands
    before it when it is reckoned."""
    month, day = int(digits[2:4]), int(digits[4:6])
    if len(digits) != 11 or month % 20 > 12 or month > 52 or day > 31:
        return False
    return any(97 - int(century + digits[:9]) % 97 == int(digits[9:]) for century in ("", "2"))


def is_bsn(digits: str) -> bool:
    """The Dutch burgerservicenummer: eight or nine digits with the 11-test, weights 9 to 2 and −1 (Besluit
    burgerservicenummer, article 2). One number in eleven passes, so it counts beside its name only."""
    padded = digits.zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return len(digits) in {8, 9} and int(padded) > 0 and _weighed(padded, weights) % 11 == 0


def is_fiscal(number: str) -> bool:
    """The Italian codice fiscale, which stands on the tessera sanitaria (decreto ministeriale of 23 December 1976): 16
    characters, the last a letter from what those at odd and at even places count."""
    if not _FISCAL.fullmatch(number):
        return False
    letters = [chr(65 + int(one)) if one.isdigit() else one for one in number[:15]]
    odd, even = sum(_ODD_PLACES[one] for one in letters[::2]), sum(ord(one) - 65 for one in letters[1::2])
    return (odd + even) % 26 == ord(number[15]) - 65


def is_ahv(digits: str) -> bool:
    """The Swiss AHV number, which stands on the health insurance card: 13 digits that begin with 756 and end in the
    check digit of EAN-13 (AHVV, article 133)."""
    return len(digits) == 13 and digits[:3] == "756" and _weighed(digits, (1, 3) * 6 + (1,)) % 10 == 0


def is_svnr(digits: str) -> bool:
    """The Austrian Versicherungsnummer of the e-card: ten digits, a rank of three, its check digit, a date of birth;
    that digit is the sum by weights 3, 7, 9, 5, 8, 4, 2, 1, 6 modulo 11 (Dachverband der Sozialversicherung)."""
    if len(digits) != 10 or digits[0] == "0":
        return False
    return _weighed(digits[:3] + digits[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11 == int(digits[3])


def is_australian(digits: str) -> bool:
    """An Australian Medicare card: ten digits (eleven with the place on the card), the first 2 to 6, the ninth the sum
    of the eight before it by weights 1, 3, 7, 9 modulo 10 (Services Australia)."""
    if len(digits) not in {10, 11} or digits[0] not in "23456":
        return False
    return _weighed(digits[:8], (1, 3, 7, 9) * 2) % 10 == int(digits[8])


def is_pesel(digits: str) -> bool:
    """The Polish PESEL, by which the insured are known: eleven digits, their sum by weights 1, 3, 7, 9 in turn and 1
    for the last a multiple of 10 (ustawa o ewidencji ludności, article 15)."""
    return len(digits) == 11 and _weighed(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def is_ohip(digits: str) -> bool:
    """A health card of Ontario: ten digits that do not begin with 0, the last by Luhn (Ministry of Health, Health Card
    Validation Reference Manual)."""
    return len(digits) == 10 and digits[0] != "0" and _luhn(digits)


def _luhn(digits: str) -> bool:
    total = sum(map(int, digits[-1::-2])) + sum(sum(divmod(2 * int(one), 10)) for one in digits[-2::-2])
    return total % 10 == 0


def _weighed(digits: str, weights: range | tuple[int, ...]) -> int:
    return sum(int(one) * weight for one, weight in zip(digits, weights, strict=True))


def _born_or_later(digits: str) -> bool:
    """A Scottish number begins with a day and a month; all from 32 on are of other parts of the kingdom."""
    day, month = int(digits[:2]), int(digits[2:4])
    return day >= 32 or (1 <= day <= 31 and 1 <= month <= 12)
