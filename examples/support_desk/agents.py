from langchain.chat_models import init_chat_model
from langchain_core.messages import HumanMessage, SystemMessage
from langgraph.types import interrupt

from .state import Review, Ticket, Triage

model = init_chat_model("openai:gpt-4.1-mini", timeout=30, max_retries=2)


def triage(ticket: Ticket) -> dict:
    prompt = SystemMessage("Is the ticket about billing or a technical problem? Does the customer ask for a person?")
    decision = model.with_structured_output(Triage).invoke([prompt, *ticket["messages"][-6:]])
    return {
        "topic": decision.topic,
        "wants_human": decision.wants_human,
        "answer": "",
        "approved": False,
        "revisions": 0,
    }


def billing(ticket: Ticket) -> dict:
    prompt = SystemMessage("You answer questions about invoices and refunds. Refund at most 100 EUR.")
    return {"answer": model.invoke([prompt, *ticket["messages"][-6:]]).content}


def technical(ticket: Ticket) -> dict:
    prompt = SystemMessage("You solve technical problems step by step.")
    return {"answer": model.invoke([prompt, *ticket["messages"][-6:]]).content}


def review(ticket: Ticket) -> dict:
    prompt = SystemMessage("You check whether an answer is correct, complete and polite.")
    verdict = model.with_structured_output(Review).invoke([prompt, HumanMessage(ticket["answer"])])
    feedback = [] if verdict.approved else [HumanMessage(f"Reviewer: {verdict.feedback}")]
    return {"approved": verdict.approved, "revisions": ticket["revisions"] + 1, "messages": feedback}


def ask_human(ticket: Ticket) -> dict:
    return {"answer": interrupt({"question": ticket["messages"][0].content, "draft": ticket["answer"]})}
