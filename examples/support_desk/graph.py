from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph

from .agents import ask_human, billing, review, technical, triage
from .routing import after_review, after_triage
from .state import Ticket


def build_graph():
    desk = StateGraph(Ticket)
    desk.add_node("triage", triage)
    desk.add_node("billing", billing)
    desk.add_node("technical", technical)
    desk.add_node("review", review)
    desk.add_node("human", ask_human)

    desk.add_edge(START, "triage")
    desk.add_conditional_edges("triage", after_triage)
    desk.add_edge("billing", "review")
    desk.add_edge("technical", "review")
    desk.add_conditional_edges(
        "review", after_review, {"done": END, "billing": "billing", "technical": "technical"}
    )
    desk.add_edge("human", END)
    return desk.compile(checkpointer=InMemorySaver())


graph = build_graph()
