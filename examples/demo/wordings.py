"""The sentences of the invented chats. `{item}` and `{day}` are filled in; nobody ever wrote any of these."""

from __future__ import annotations

ITEMS = (
    "reading glasses",
    "driving glasses",
    "round frame",
    "blue frame",
    "rimless pair",
    "tortoiseshell pair",
    "titanium frame",
    "glasses for the piano",
    "spare pair",
    "light frame",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

OPENERS = {
    "first-glasses": (
        "Hello, I was told I need glasses and have never had any. Where do I start?",
        "Hi! First pair ever. Do you have something like a {item}?",
        "Good morning, I get headaches in the evening. Could it be that I need {item}?",
    ),
    "varifocals": (
        "I cannot read the menu and see the waiter with the same glasses any more. What is there?",
        "My old varifocals make me seasick. Is there a better kind in a {item}?",
        "Question about varifocals: can they be put into my own {item}?",
    ),
    "sunglasses": (
        "Do you make sunglasses with my prescription?",
        "Going sailing in two weeks. Which dark lenses stop the glare?",
        "Hi, are the sunglasses in your window also there as a {item}?",
    ),
    "collection": (
        "Any news of my {item}? I ordered two weeks ago.",
        "Hello, I am waiting for my {item}. When can I come by?",
        "I got no message yet about the {item}. Is something wrong?",
    ),
    "adjustment": (
        "My {item} slides down my nose. How long does it take to set it right?",
        "One ear hurts after an hour with the {item}. Can you bend it?",
        "The {item} sits crooked since I got it. When is it done if I leave it with you?",
    ),
    "repair": (
        "A screw fell out of my {item} and I do not have it any more.",
        "The arm of my {item} broke off this morning.",
        "My dog has had my {item}. Can it be saved?",
    ),
    "wrong-lens": (
        "With the new {item} the floor looks tilted. The old ones were fine.",
        "I think the lenses in my {item} are swapped left to right.",
        "The far distance in my {item} is blurred, and it is the reason I bought it.",
    ),
    "complaint": (
        "I have now been to the shop three times for the same {item}. That is enough.",
        "Nobody rang me back about my {item}, although I was promised it twice.",
        "I was charged for a coating on my {item} that I never asked for.",
    ),
}

BOT = (
    "Welcome. A person will be with you in a moment; you can go on writing.",
    "Thank you for your message. I am a program and am fetching one of the opticians.",
)

CHOOSE_FIRST = (
    "Hello, this is the desk. What would you like to do with them most: read, drive, work at a screen?",
    "Good day! Tell me a little: when in the day do your eyes trouble you?",
    "Hello. Before I show you anything: what should they be good for?",
    "Hi, nice that you write. How far away is what you look at most?",
)
CHOOSE_TELL = (
    "Mostly the screen at work, about an arm away.",
    "Driving at night, above all when it rains.",
    "Reading in bed, and sheet music.",
    "All sorts, I teach at a school and look up and down all day.",
)
CHOOSE_SHOW = (
    "Then I would start with a {item}; I can lay out three of them for you.",
    "For that a {item} does well, and it is light enough for the whole day.",
    "We would measure first. It takes twenty minutes and costs nothing, and then we look at a {item}.",
)
CHOOSE_ASK_PRICE = ("And what would that come to?", "How much is it with everything?", "Is the coating extra?")
CHOOSE_PRICE = (
    "With lenses, coating and fitting it is 260. Nothing is added later.",
    "The whole pair is 340, fitting and a year of care included.",
    "That depends on the lenses; I write you both sums: 190 and 310, all in.",
)

COLLECT_LOOK = (
    "Hello, I am looking at your order.",
    "Good day, let me open the workshop list.",
    "Hi! I have your order in front of me.",
)
COLLECT_WAIT = ("Thank you.", "All right, I am here.", "Good. It is for a journey, so it matters.")
COLLECT_DAY = (
    "Your {item} will be ready on {day} from two o'clock.",
    "The lenses came in yesterday; it is ready to collect from {day} morning.",
    "We are on it, and it is going to be ready by {day} noon.",
    "It is ready to collect now, and we are open until six.",
)
COLLECT_NO_DAY = (
    "It should not be much longer now.",
    "The workshop is busy, but it is being worked on.",
    "You will get a message as soon as it is there.",
    "The lenses have not come in yet, I cannot say more.",
)
COLLECT_THANKS = ("All right, thanks.", "Okay.", "Good to know.", "Then I will come by with the old ones.")
COLLECT_BYE = (
    "Please bring the old pair along. Until then!",
    "Thank you for asking, see you at the shop.",
    "Have a good day.",
)

RIGHT_ASK = (
    "I am sorry about that. Since when is it so?",
    "That is a nuisance, I am sorry. Which pair is it, and when did you get it?",
    "Thank you for telling us. What happened, from the beginning?",
)
RIGHT_ASKED = (
    "Since last week.",
    "I bought it in spring and it was fine until yesterday.",
    "It was like that from the first day.",
    "Your colleague told me it was not our problem, quote unquote. I was rather cross.",
)
RIGHT_PAUSE = ("One moment, I am reading what we noted.", "I will ask the workshop, please stay with me.")
RIGHT_CAUSE = (
    "I see in the notes that the hinge was changed once before; that points to the frame itself.",
    "The measurement and the order differ by half a step. That would explain it.",
    "It looks as if the screw was never glued in.",
)
RIGHT_CAUSED = ("I thought so.", "Aha. And what now?", "That could be, yes.", "And who pays for it?")
RIGHT_REMEDY = (
    "What could we do to make it right: a new pair, the repair, or your money back?",
    "You choose: we mend it this week, or you take a new {item} at once.",
    "I can offer you new lenses without charge, or a refund. What would you like better?",
)
RIGHT_CHOSEN = ("The repair, please.", "New lenses then.", "I would rather have the money back.", "A new one.")
RIGHT_CLOSE = (
    "I have put it down like that, and I will write to you myself on {day}.",
    "Agreed. I look after it and you hear from me by {day}.",
    "Done. If anything is still not as it should be on {day}, write straight to me.",
)
RIGHT_BLAME = (
    "To be frank, a bent arm is your own fault.",
    "You must have sat on them.",
    "Once they leave the shop it is not our problem.",
    "Please calm down first.",
)
RIGHT_NOTE = (
    "Note: customer has the receipt.",
    "Note: same frame as in the case of last month.",
    "Note: offered a voucher as well, declined.",
)
