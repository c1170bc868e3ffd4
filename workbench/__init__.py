"""Customer reviews in notebooks: who are our customers, and which of them do we want?"""
