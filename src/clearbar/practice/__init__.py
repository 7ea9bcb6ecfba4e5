"""Practice: what makes a written standard known and practised. Values in, values out.

scenarios   texts → scenarios, or every fault in them; what is unwise about them
customer    a scenario and what was said so far → what the customer says next
lessons     a book → pages, cards, huddles and the plan that says which of them is for what
questions   a book → questions about it; an answer → its credit
schedule    when somebody should be asked again
ready       a rule and what somebody has done → whether they may perform
"""
