"""The owner is a role, not a person.

A book is read by everybody, is kept in every version, and is copied to other places. A person's name in it goes out of
date the day they leave, and cannot be taken back: earlier versions keep it. A role stays, and who has it is written
where it can be changed.

**Missed by**

    - id: return.no-blame
      promise: Nobody asks you whose fault it is.
      owner: Anna Lindqvist

**Met by**

    - id: return.no-blame
      promise: Nobody asks you whose fault it is.
      owner: shop manager

It is found by an address, by a title before a name, and by common first names of several languages; a rare name it does
not know. The web application also compares owners with the people of the house.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB125"
NAME = "owner-is-a-person"
TEST = Test.ENFORCEABLE
SUMMARY = "The owner of a standard is a role, not a person."

_FIRST_NAMES = frozenset({
    "Adam", "Ahmed", "Aisha", "Alan", "Albert", "Alejandro", "Aleksandra", "Alex", "Alexander", "Alexandra", "Ali",
    "Alice", "Alicia", "Amanda", "Amelia", "Amir", "Amy", "Ana", "Andrea", "Andreas", "Andrew", "Andrzej", "Angela",
    "Anja", "Anke", "Anna", "Anne", "Annika", "Antje", "Anthony", "Antonio", "Astrid", "Barbara", "Bart", "Beatrice",
    "Ben", "Benjamin", "Bernd", "Birgit", "Björn", "Brian", "Brigitte", "Bruno", "Carla", "Carlos", "Carmen", "Carol",
    "Caroline", "Catherine", "Charles", "Charlotte", "Chen", "Chiara", "Chloe", "Chris", "Christian", "Christina",
    "Christine", "Christoph", "Christopher", "Claire", "Clara", "Claudia", "Daniel", "Daniela", "David", "Deborah",
    "Denise", "Diana", "Diego", "Dieter", "Dirk", "Dominik", "Donna", "Dorothea", "Edward", "Elena", "Elisabeth",
    "Elizabeth", "Ella", "Emil", "Emily", "Emma", "Enrico", "Eric", "Erik", "Erika", "Esther", "Eva", "Fabian",
    "Fatima", "Felix", "Fernando", "Fiona", "Florian", "Francesca", "Francesco", "Frank", "Franziska", "Frederik",
    "Friedrich", "Gabriel", "Gabriele", "Gareth", "George", "Gerd", "Gerhard", "Giulia", "Giuseppe", "Gordon",
    "Günter", "Gustav", "Hannah", "Hannes", "Hans", "Harald", "Harry", "Heidi", "Heike", "Heinz", "Helen", "Helena",
    "Helga", "Henrik", "Henry", "Holger", "Ibrahim", "Inga", "Ingrid", "Isabel", "Isabella", "Jack", "Jacob", "Jakob",
    "James", "Jan", "Jana", "Jane", "Janet", "Jason", "Javier", "Jean", "Jennifer", "Jens", "Jessica", "Jill", "Joan",
    "Joanna", "Joao", "Joel", "Johan", "Johanna", "Johannes", "John", "Jonas", "Jonathan", "Jorge", "Jose", "José",
    "Josef", "Joseph", "Joshua", "Juan", "Juanita", "Julia", "Julian", "Juliane", "Jürgen", "Kai", "Karen", "Karin",
    "Karl", "Karsten", "Katarzyna", "Katharina", "Kathrin", "Katie", "Katja", "Katrin", "Kenneth", "Kerstin", "Kevin",
    "Khaled", "Klaus", "Krzysztof", "Lars", "Laura", "Lea", "Lena", "Leon", "Leonie", "Lisa", "Lois", "Louis",
    "Louise", "Luca", "Lucas", "Lucia", "Lucy", "Luis", "Luisa", "Lukas", "Luke", "Magdalena", "Malte", "Manfred",
    "Manuel", "Manuela", "Marcel", "Marco", "Marcus", "Margaret", "Maria", "María", "Marie", "Marina", "Mario",
    "Marion", "Markus", "Marta", "Martin", "Martina", "Mary", "Mateo", "Mathias", "Matthew", "Matthias", "Maximilian",
    "Mehmet", "Melanie", "Michael", "Michaela", "Michelle", "Miguel", "Mohamed", "Mohammed", "Monica", "Monika",
    "Moritz", "Muhammad", "Nadine", "Nancy", "Natalia", "Natalie", "Nicholas", "Nicola", "Nicole", "Niklas", "Nina",
    "Nils", "Noah", "Nora", "Olaf", "Oliver", "Olivia", "Oscar", "Otto", "Pablo", "Pamela", "Patricia", "Patrick",
    "Paul", "Paula", "Pedro", "Peter", "Petra", "Philipp", "Pierre", "Piotr", "Priya", "Rachel", "Rafael", "Rainer",
    "Ralf", "Raul", "Rebecca", "Regina", "Richard", "Robert", "Roberto", "Roger", "Roland", "Rosa", "Ruth", "Ryan",
    "Sabine", "Samantha", "Samuel", "Sandra", "Sara", "Sarah", "Sebastian", "Sergio", "Silke", "Silvia", "Simon",
    "Simone", "Sofia", "Sofie", "Sophie", "Stefan", "Stefanie", "Stella", "Stephanie", "Stephen", "Steven", "Susan",
    "Susanne", "Sven", "Svenja", "Sylvia", "Tanja", "Teresa", "Theresa", "Thomas", "Thorsten", "Tim", "Timo",
    "Tobias", "Tomasz", "Torsten", "Udo", "Ulrich", "Ulrike", "Ursula", "Uwe", "Valentina", "Vanessa", "Vera",
    "Veronika", "Victoria", "Vincent", "Walter", "Werner", "Wilhelm", "William", "Wolfgang", "Yasmin", "Yusuf",
    "Yvonne", "Zoe",
})  # fmt: skip
_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Señora?|Sra?|Mme|Madame|Monsieur|Mevrouw|Meneer|Sig(?:nora?)?)\.?\s+[A-ZÄÖÜÉÁ]\w+"
)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+")


def check(written: Written) -> Iterator[Finding]:
    """Standards whose owner reads like a person."""
    for one in written.standards:
        owner = one.standard.owner
        if _ADDRESS.search(owner) or _TITLE.search(owner) or _is_name(owner):
            message = f"`{owner}` is a person, and a book outlives who wrote it"
            yield one.finding(CODE, "owner", message, "name a role, such as `shop manager`")


def _is_name(owner: str) -> bool:
    """A first name alone, or one before another word with a capital letter, a comma or a bracket."""
    words = owner.split()
    if not words or words[0].rstrip(",").removesuffix("'s").removesuffix("’s") not in _FIRST_NAMES:
        return False
    return len(words) == 1 or words[0].endswith(",") or words[1][0].isupper() or words[1][0] in "(,/&"
