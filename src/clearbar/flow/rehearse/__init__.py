"""Rehearse: scenario → talk with its customer → what it showed of each standard → ratings.

scenarios   a folder of texts → scenarios, held against the book
talk        what somebody says → what the customer answers
show        a talk → what it showed of each standard, line by line
agents      the same scenarios, told to an AI agent over the network, again and again
ready       what somebody has learned and rehearsed → whether they may perform
choose      candidates: what they gained from one try to the next; what choosing did to groups
"""
