"""What is said in English where a customer is passed on, asks, or goes. Phrases stand between bars."""

from __future__ import annotations

from clearbar.checks.wordings.bars import each

_YOU_MUST = """
you'll have to | you will have to | you'll need to | you will need to | you'd have to | you would have to |
you'd need to | you would need to | you have to | you need to | you must | you should | you may need to |
you might need to | you may have to | you might have to | you'll want to | you may want to
"""

_GO_TO = """
call | phone | ring | contact | reach out to | get in touch with | speak to | speak with | talk to | talk with |
write to | email | go through | take that up with | take this up with
"""

_I_SUGGEST = """
I recommend | I'd recommend | I would recommend | I suggest | I'd suggest | I would suggest | you're better off
"""

_GOING_TO = """
contacting | calling | phoning | reaching out to | speaking to | speaking with | talking to | getting in touch with
"""

_NOT_OURS = """
not my department | isn't my department | not our department | the wrong department | a different department handles |
another department handles | that's a different department | that is a different department |
that's another department | that is another department | not my job | not my responsibility | not my area |
not our responsibility | we don't deal with that | I don't deal with that | we don't handle that | I don't handle that
| we don't deal with those | we don't handle those | someone else deals with that | someone else handles that |
you've come to the wrong place | you have come to the wrong place | you've called the wrong number |
you have called the wrong number | take it up with
"""

HANDOVERS = f"{each(_YOU_MUST, _GO_TO)} | {each(_I_SUGGEST, _GOING_TO)} | {_NOT_OURS}"
"""A customer is sent on, to find the way alone."""

TAKEN_THERE = """
transfer you | transferring you | connect you | connecting you | put you through | putting you through |
patch you through | hand you over | handing you over | introduce you | stay on the line | stay with you |
stay in the chat | join us here | is joining us | will join us | will call you | will contact you |
will get back to you | will email you | will be in touch | will reach out to you | I'll call them | I will call them |
I'll contact them | I will contact them | I've asked them | I have asked them | on your behalf | for you now
"""

_OTHERS = """
contact back | call back | contact your doctor | call your doctor | contacting us | calling us
"""

TO_US = f"{each(_GO_TO, 'us | me')} | {_OTHERS}"

OFFERS = """
anything else | any thing else | something else I can | something else we can | something else you need |
with something else | what else | how else can | how else may | any other questions | any more questions |
any further questions | any other question | other questions or | any additional questions | any other concerns |
any other requests | any other way I can | need further assistance | need any further assistance |
require further assistance | need additional assistance | need more help | need any more help | need any other help |
need further help | need any further help | help you further | assist you further | further assist you |
further help you | more I can do for you | more we can do for you | be of further assistance |
be of any further assistance | be of more help | feel free to ask | feel free to reach out | feel free to let me know
| help with any other | assist with any other | help you with any other | assist you with any other | more assistance
| search for any more | still need me
"""

GOODBYES = """
bye | goodbye | good bye | bye-bye | that's all | thats all | thats it | that is all |
that will be all | that'll be all | that's it |
that is it | that will be it | that's everything | that is everything | no thanks | no thank you | nothing else | nope
| not right now | not today | I'm good | I'm all set | all set | all good | thanks | thank you | thx | cheers |
have a good | have a great | have a nice | have a wonderful | take care | see you | talk to you later
"""

WAITS = """
one moment | one moment please | just a moment | a moment | one second | just a second | a sec | hold on | please hold
| please wait | bear with me | let me check | let me look | let me see | let me take a look | let me look into it |
let me check that | i'll check | i will check | i'll look into it | i will look into it | looking into it |
thanks for waiting | thank you for waiting | thank you for your patience | thanks for your patience |
thank you for contacting us | thank you for your message | thank you for reaching out | thanks for reaching out |
we have received your message | we received your message | your message has been received | have a great day |
have a nice day | have a good day | you're welcome | you are welcome | my pleasure | no problem | hello | hi |
hi there | good morning | good afternoon | good evening | sorry | i apologize | i apologise | please | great | i see |
i understand | for you | for that | today | there | then | too | so much | very much | again | i | is there |
do you need | can i help you with | that i can do for you | i can help you with | with
"""

TAGS = """
are you kidding | are you kidding me | are you serious | seriously | you're kidding | is this a joke | who knows |
what the heck | what the hell | how are you | how are you doing | how are you today |
right | ok | okay | yes | no | yeah | huh | eh | really | hello | hi | hey | are you there | is it | isn't it |
isnt it | you know | correct | alright | see | what | sorry | pardon | wow
"""

TAILS = """
right | ok | okay | huh | eh | you know | isnt it | isn't it | aren't they | aren't you | aren't we | wasn't it |
weren't they | don't you | don't they | doesn't it | doesn't he | doesn't she | didn't it | didn't you | didn't they |
haven't you | hasn't it | can't you | couldn't you | won't it | won't you | wouldn't it | wouldn't you
"""

_QUESTION_WORDS = """
what | where | when | why | how | which | who
"""

_GO_ON = """
is | are | was | were | do | does | did | can | could | will | would | should | much | many | long | soon | often |
far | about
"""

_ASK_FOR = """
can you | could you | can I | could I | can we | could we | can someone | could someone | will you | would you |
will it | will I | will they | do you | do I | do they | does it | does this | does that | did you | have you | has it |
is there | are there | is it | is this | is that | is my | are my | are you | was it | may I | am I | should I
"""

QUESTIONS = f"{each(_QUESTION_WORDS, _GO_ON)} | what's | where's | when's | how's | who's | {_ASK_FOR}"
