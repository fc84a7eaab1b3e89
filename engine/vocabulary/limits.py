"""How far the joint of each role turns, about any axis, either way [rad].

Set by hand, about what an animator would ask of such a limb; what is screwed or glued on does not turn. Wheels spin
about their own axis instead. A plain table; imports nothing.
"""

LIMITS: dict[str, float] = {
    "body": 0.0, "torso": 0.25, "neck": 0.35, "neck tip": 0.35, "head": 0.5, "muzzle": 0.15, "cap": 0.1, "eye": 0.1,
    "ear": 0.4, "upper leg": 0.6, "lower leg": 0.7, "foot": 0.5, "hind upper leg": 0.6, "hind lower leg": 0.7,
    "hind foot": 0.5, "upper arm": 0.7, "lower arm": 0.8, "hand": 0.6, "wing": 0.7, "wing tip": 0.5, "tail": 0.5,
    "tail tip": 0.5, "fin": 0.3, "side fin": 0.4, "back": 0.1, "slat": 0.05, "crown": 0.15, "crown middle": 0.15,
    "crown top": 0.15, "wheel": 0.0, "detail": 0.0, "handle": 0.1,
}
