"""Words for states, steps, customers' stages and refusals of work orders."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

STATES = {
    "requested": _lt("Requested"),
    "assigned": _lt("Assigned"),
    "visiting": _lt("On-site Visit"),
    "solved": _lt("Solved on Site"),
    "shipped": _lt("Sent to the Centre"),
    "received": _lt("Received"),
    "diagnosed": _lt("Diagnosed"),
    "at_supplier": _lt("At the Supplier"),
    "in_repair": _lt("In Repair"),
    "done": _lt("Done"),
    "settled": _lt("Cost Settled"),
    "returning": _lt("On the Way Back"),
    "closed": _lt("Closed"),
    "cancelled": _lt("Cancelled"),
}

CUSTOMER_STAGES = {
    "reported": _lt("We have received your report"),
    "planned": _lt("A technician is planned"),
    "visit": _lt("The technician is with you"),
    "on_the_way": _lt("On the way to our service centre"),
    "examined": _lt("Being examined at our service centre"),
    "in_work": _lt("Being worked on"),
    "ready": _lt("Ready"),
    "going_back": _lt("On the way back to you"),
    "closed": _lt("Finished"),
    "cancelled": _lt("Cancelled"),
}

# Why a step cannot be taken, and what to do instead, by the code of the guard in lib.work_order.
REFUSALS = {
    "role": _lt("This step of %(order)s is not yours to take."),
    "state": _lt("%(order)s is at “%(state)s”: this step cannot be taken from there."),
    "technician": _lt("Choose a technician for %(order)s first."),
    "resolution": _lt("Say what solved it: choose a resolution for %(order)s."),
    "agreed": _lt("The customer has not accepted the cost of %(order)s yet: send him the quote, or record his answer."),
    "other_decision": _lt("Something else was decided for %(order)s: change the decision first."),
    "decision": _lt("Decide first what happens to the unit of %(order)s."),
    "approval": _lt("The Operational Manager has to approve the decision on %(order)s first."),
    "replacement": _lt("Choose the new unit that replaces the one of %(order)s first."),
    "start_repair": _lt("Start the repair of %(order)s first, so that its parts are taken from stock."),
    "send_to_supplier": _lt("Send the unit of %(order)s to the supplier first."),
    "claim": _lt("The supplier has not decided on %(order)s yet: record his decision in the claim first."),
    "parts": _lt("Parts of %(order)s are missing in stock: wait for them, or take them off the list."),
    "cost": _lt("The cost of %(order)s is not settled yet: goods go back only when it is."),
    "unpaid": _lt("The cash for %(order)s is not noted yet: record what the customer paid, then close the order."),
    "kept": _lt("The customer of %(order)s gets his money back and the unit stays here: close the order."),
    "final": _lt("What was decided for %(order)s is carried out: settle the cost and close it."),
    "away": _lt("The unit of %(order)s is not with the customer: bring it back to him before cancelling."),
}

# The sentence above an order, by its next action.
NEXT_WORDS = {
    "assign": _lt("Choose the technician who visits the customer, or receive the unit here."),
    "visit": _lt("The technician goes there. Start the visit when he arrives."),
    "solve": _lt("Note what was done. If it cannot be done on site, send the unit to the centre."),
    "receive": _lt("Receive the unit as soon as it is here."),
    "diagnose": _lt("Examine the unit and write down what is wrong with it."),
    "decide": _lt("Decide what happens: return, repair, new unit, supplier, money back, or unrepaired."),
    "approve": _lt("The Operational Manager approves or refuses the decision."),
    "agree": _lt("The customer agrees to the cost before work begins: offer the quote, or record his answer."),
    "start_repair": _lt("List parts and labour, then start the repair."),
    "send_to_supplier": _lt("Send the unit to its supplier."),
    "finish": _lt("Finish when the work is done; the cost is settled next."),
    "pay": _lt("The customer settles the cost; goods go back only then."),
    "settle": _lt("Nothing is left to pay: settle the cost."),
    "send_back": _lt("The cost is settled: send the unit back, or hand it over here."),
    "close": _lt("Close the order when the customer has everything."),
}

# What each step is called on its button and on its dialog.
ACTIONS = {
    "assign": _lt("Assign a Technician"),
    "unassign": _lt("Take Back from the Technician"),
    "visit": _lt("Start the Visit"),
    "postpone": _lt("Another Visit Is Needed"),
    "solve": _lt("Solved on Site"),
    "ship": _lt("Send to the Centre"),
    "receive": _lt("Receive"),
    "diagnose": _lt("Write the Diagnosis"),
    "decide": _lt("Decide"),
    "refuse": _lt("Refuse the Decision"),
    "send_to_supplier": _lt("Send to the Supplier"),
    "start_repair": _lt("Start the Repair"),
    "finish": _lt("Finish"),
    "settle": _lt("Settle the Cost"),
    "send_back": _lt("Send Back"),
    "come_back": _lt("Came Back Undelivered"),
    "close": _lt("Close"),
    "cancel": _lt("Cancel the Order"),
}
