"""Emoji that say what somebody felt, ticks and crosses. They are read as words are; all others are
decoration.

Chosen and put on their sides by hand. Those of `EITHER` go with praise and with blame.
"""

PLEASED = (
    "👍👏🙌🤗💪👌🏆🎉💯✨🌟"
    "😀😁😃😄😆😉😊😋😌😍😎😘😙😚🙂☺🤩🥰🥳😇😺😸😻😽"
    "❤♥💕💖💗💘💙💚💛💜💝💞💟🧡🤍🖤"
    "✅✔✓☑"
)
DISPLEASED = "👎🖕💩🗑🚮💔😑😒😓😔😕😖😞😟😠😡😢😣😤😦😧😨😩😪😫😾😿🙁🙄☹🤢🤥🤦🤬🤮🥱❌✗✘🚩"
EITHER = "😂🤣😅😭😮😱😲😳😐😬😏🙃🤔🤯🤷🙏🔥🥺💀"

STARS = "★☆⭐"  # as they are given: ★★★★☆

FEELINGS = PLEASED + DISPLEASED + EITHER
