"""The flow: stages put in order. Reading these modules is reading the product.

define   a folder of texts → a book
check    conversations → ratings → evidence
assess   a question to the evidence → an answer; a book and its evidence → a report
inform   a report → what people and programs read
teach    a book → what presents it, and questions about it
rehearse scenario → talk with its customer → what it showed of each standard
"""
