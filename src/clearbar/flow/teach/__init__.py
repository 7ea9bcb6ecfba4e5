"""Teach: a book → what presents it to staff; questions about it, and when to ask them again.

present     a book → pages, class kits, posters, huddles, and the plan that proposes them
quiz        a book → questions; answers → credit and a result
known       answers of many → which questions are bad, which standards are not understood, whether who knows also does
again       when to ask somebody again
"""
